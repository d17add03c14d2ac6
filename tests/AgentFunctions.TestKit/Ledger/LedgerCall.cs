using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>What really happened to a call, whatever the ledger knows of it.</summary>
internal sealed class LedgerCall(LedgerProcess process, UsageSubject subject, LedgerAmounts bound)
{
    public string Id => subject.CallId;

    public LedgerProcess Process => process;

    public UsageSubject Subject => subject;

    public LedgerAmounts Bound { get; private set; } = bound;

    public LedgerCallState State { get; set; } = LedgerCallState.Running;

    public Reservation? Reservation { get; set; }

    /// <summary>Counters of its path.</summary>
    public HashSet<string> PathKeys { get; } = [];

    /// <summary>Counters of providers, with the provider.</summary>
    public Dictionary<string, string> ProviderKeys { get; } = [];

    /// <summary>Every attempt there was.</summary>
    public List<AttemptUsage> Attempts { get; } = [];

    /// <summary>Those that no renewal is known to have charged.</summary>
    public List<AttemptUsage> NotCharged { get; } = [];

    /// <summary>Attempts up to this one may have been charged by a renewal whose answer was lost: what they came to is over.</summary>
    public int Told { get; set; }

    /// <summary>Nothing more may be tried.</summary>
    public bool MustEnd { get; set; }

    /// <summary>An attempt went beyond the Bound.</summary>
    public bool IsBeyond { get; set; }

    /// <summary>Of a dead call, the attempt whose outcome nobody knows.</summary>
    public int LastAttempt { get; set; }

    public string? LastProvider { get; set; }

    /// <summary>What its events have to come to in the end.</summary>
    public IEnumerable<AttemptUsage> Expected => State switch
    {
        LedgerCallState.Ended => Attempts,
        LedgerCallState.Dead =>
        [
            .. Attempts.Where(attempt => attempt.Attempt < LastAttempt),
            Usage(LastAttempt, LastProvider ?? "unknown", Bound.NanoDollars, Bound.Tokens, Bound.Bytes) with { Outcome = "unknown", IsEstimated = true },
        ],
        _ => [],
    };

    /// <summary>Makes an attempt: most come to something within the bound, few to nothing, a rare one to more.</summary>
    public AttemptUsage Try(Random random, string provider, bool mayBeyond)
    {
        var producesNothing = random.Next(3) == 0;
        IsBeyond |= mayBeyond && !producesNothing;
        var more = mayBeyond ? 7 : 0;
        var usage = producesNothing
            ? Usage(Attempts.Count + 1, provider, 0, 0, Bound.Bytes) with { Outcome = "failed" }
            : Usage(Attempts.Count + 1, provider, random.NextInt64(Bound.NanoDollars + 1) + more, random.NextInt64(Bound.Tokens + 1) + more, Bound.Bytes);
        Attempts.Add(usage);
        NotCharged.Add(usage);
        return usage;
    }

    /// <summary>What it may come to is more by now.</summary>
    public void Grow(LedgerAmounts more) => Bound += more;

    /// <summary>The attempt that runs comes to something else, within the bound as it is now; null where none runs.</summary>
    public AttemptUsage? TryMore(Random random)
    {
        if (NotCharged.Count == 0 || NotCharged[^1].Attempt <= Told) return null;
        var last = NotCharged[^1];
        var usage = Usage(last.Attempt, last.Provider, random.NextInt64(Bound.NanoDollars + 1), random.NextInt64(Bound.Tokens + 1), Bound.Bytes);
        Attempts[^1] = NotCharged[^1] = usage;
        return usage;
    }

    public override string ToString() => $"{Id} ({Bound.NanoDollars} nano-dollars, {Bound.Tokens} tokens, {Bound.Bytes} bytes)";

    private static AttemptUsage Usage(int attempt, string provider, long cost, long tokens, long bytes) => new()
    {
        Attempt = attempt,
        Provider = provider,
        Outcome = "succeeded",
        Tokens = new TokenCounts(tokens, 0, 0, 0, 0, 0, 0),
        Cost = new CallCost(new NanoDollars(cost), NanoDollars.Zero, NanoDollars.Zero),
        Bytes = bytes,
    };
}
