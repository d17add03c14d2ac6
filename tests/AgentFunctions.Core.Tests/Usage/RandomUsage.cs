using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Tests.Usage;

/// <summary>Usage by chance, the same for the same seed.</summary>
internal sealed class RandomUsage(int seed, string tenantId = "default")
{
    private static readonly string[] Texts = ["a", "demo", "Ärger", "\"quoted\"", "x/y", "=1+1", "😀", "<b>&", "line\nbreak", "\\", "", "\u0000"];
    private static readonly string[] Outcomes = ["succeeded", "failed", "timed_out", "stream_broken", "caller_gone", "cached"];
    private readonly Random _random = new(seed);

    public UsageSubject Subject(DateTimeOffset at, string? callId = null) => new()
    {
        TenantId = tenantId, CallId = callId ?? $"req_{_random.NextInt64():x16}", At = at, Operation = "chat", Agent = Text(), Team = Text(), CostCentre = Text(), Key = Text(), Model = Text(), Tool = Text(),
        Session = Text(), Run = Text(), EndUser = Text(), Tags = Tags(),
    };

    public AttemptUsage Attempt(int attempt)
    {
        var (input, output, cost) = (Amount(), Amount(), Amount());
        var reasoning = Part(output);
        var agenticOutput = Part(output - reasoning);
        var costReasoning = Part(cost);
        return new AttemptUsage
        {
            Attempt = attempt,
            Provider = "p" + _random.Next(3),
            Deployment = Text(),
            Outcome = Outcomes[_random.Next(Outcomes.Length)],
            Tokens = new TokenCounts(input, Part(input), Part(input), Part(input), output, reasoning, Part(output)),
            AgenticInput = Part(input),
            AgenticOutput = agenticOutput,
            Cost = new CallCost(new NanoDollars(cost), new NanoDollars(costReasoning), new NanoDollars(Part(cost - costReasoning))),
            Bytes = Amount(),
            IsCounted = _random.Next(4) == 0,
            IsEstimated = _random.Next(4) == 0,
            IsUnpriced = _random.Next(4) == 0,
            PriceId = Text(),
            PriceVersion = Text(),
        };
    }

    private string? Text() => _random.Next(3) == 0 ? null : Texts[_random.Next(Texts.Length)];

    private long Amount() => _random.Next(3) switch { 0 => 0, 1 => _random.Next(1000), _ => _random.NextInt64(1L << 40) };

    private long Part(long whole) => _random.NextInt64(whole + 1);

    private Dictionary<string, string>? Tags()
    {
        if (_random.Next(2) == 0) return null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = _random.Next(1, 4); i > 0; i--) tags[Text() ?? "t"] = Text() ?? "v";
        return tags;
    }
}
