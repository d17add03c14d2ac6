using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A hold on every limit of a call's path. Belongs to one call; not thread-safe.</summary>
public sealed class Reservation
{
    internal Reservation(UsageSubject subject, LedgerAmounts bound, DateTimeOffset expiresAt)
    {
        Subject = subject;
        Bound = bound;
        ExpiresAt = expiresAt;
        HoldId = LedgerDocuments.HoldId(expiresAt, subject.CallId);
    }

    public UsageSubject Subject { get; }

    /// <summary>What is held for the call as a whole.</summary>
    public LedgerAmounts Bound { get; }

    /// <summary>From here on the sweeper settles it at its bound.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Every limit of the path as it stood right after the latest reservation, that one included. For headers.</summary>
    public IReadOnlyList<LimitState> Limits { get; internal set; } = [];

    /// <summary>Limits in shadow mode that would have refused the call.</summary>
    public IReadOnlyList<LimitState> ShadowRefusals { get; internal set; } = [];

    internal string HoldId { get; }

    /// <summary>What is held, by counter.</summary>
    internal List<HeldLine> Lines { get; } = [];

    /// <summary>The counters of the call itself, with their limits; those of providers are not among them.</summary>
    internal IReadOnlyList<PathLine> Path { get; set; } = [];

    /// <summary>The attempt an estimate would be of.</summary>
    internal int Attempt { get; set; } = 1;

    internal string? Provider { get; set; }

    /// <summary>A write to the hold had no answer: what it holds has to be looked up.</summary>
    internal bool IsUncertain { get; set; }

    internal StoredHold ToStored(string owner) => new() { Subject = Subject, Owner = owner, Bound = Bound, Lines = Lines, Attempt = Attempt, Provider = Provider };
}
