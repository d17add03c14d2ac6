using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>Events by chance: few names, so that rows are shared; attempts with several revisions that differ in all that may differ.</summary>
internal static class UsageScript
{
    public const string Tenant = "default";

    private static readonly DateTimeOffset[] Times =
    [
        new(2026, 10, 31, 23, 59, 59, 999, TimeSpan.Zero), new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 26, 10, 31, 7, TimeSpan.Zero), new(2026, 11, 26, 10, 59, 0, TimeSpan.Zero),
        new(2026, 11, 26, 11, 0, 0, TimeSpan.Zero),
    ];

    /// <summary>When all of it is over; nothing of it is too old to be kept.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static List<UsageEvent> Create(Random random, int calls)
    {
        var events = new List<UsageEvent>();
        for (var call = 0; call < calls; call++)
        {
            var subject = Subject(random, $"req_{call}");
            for (var attempt = 1; attempt <= random.Next(1, 4); attempt++)
            {
                for (var revision = 0; revision <= random.Next(0, 3); revision++) events.Add(new UsageEvent(subject, Usage(random, attempt), revision, attempt == 1 ? 1 : 0));
            }
        }

        return events;
    }

    public static UsageEvent Event(Random random, string callId, DateTimeOffset at) => new(Subject(random, callId) with { At = at }, Usage(random, 1), 0, 1);

    private static UsageSubject Subject(Random random, string callId) => new()
    {
        TenantId = Tenant, CallId = callId, At = Times[random.Next(Times.Length)], Operation = "chat", Agent = Pick(random, "a1", "a2", null), Team = Pick(random, "t1", "t2", null), CostCentre = Pick(random, "cc", null),
        Key = Pick(random, "k1", "k2"), Model = Pick(random, "m1", "m2"), Session = Pick(random, "s1", "s2", null), Run = Pick(random, "r1", "r2", null), EndUser = Pick(random, "u1", "u2", null),
        Tags = random.Next(3) switch
        {
            0 => null,
            1 => new Dictionary<string, string> { ["project"] = Pick(random, "x", "y")! },
            _ => new Dictionary<string, string> { ["project"] = Pick(random, "x", "y")!, ["stage"] = Pick(random, "x", "dev")! },
        },
    };

    private static AttemptUsage Usage(Random random, int attempt)
    {
        var (input, output, cost) = (random.Next(1000), random.Next(1000), random.Next(1_000_000));
        var reasoning = random.Next(output + 1);
        return new AttemptUsage
        {
            Attempt = attempt,
            Provider = Pick(random, "p1", "p2", "none")!,
            Outcome = Pick(random, "succeeded", "failed", "unknown", "not_sent")!,
            Tokens = new TokenCounts(input, random.Next(input + 1), 0, 0, output, reasoning, 0),
            AgenticInput = random.Next(input + 1),
            AgenticOutput = random.Next(output - reasoning + 1),
            Cost = new CallCost(new NanoDollars(cost), new NanoDollars(cost / 3), new NanoDollars(cost / 5)),
            Bytes = random.Next(5000),
            IsCounted = random.Next(2) == 0,
            IsEstimated = random.Next(2) == 0,
            IsUnpriced = random.Next(5) == 0,
        };
    }

    private static string? Pick(Random random, params string?[] texts) => texts[random.Next(texts.Length)];
}
