using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A hold on every limit of a call's path. Belongs to one call; not thread-safe.</summary>
public sealed class Reservation
{
    internal Reservation(UsageSubject subject, LedgerAmounts bound, DateTimeOffset expiresAt, string holdId)
    {
        Subject = subject;
        Bound = bound;
        ExpiresAt = expiresAt;
        HoldId = holdId;
    }

    public UsageSubject Subject { get; }

    /// <summary>What is held for the call as a whole.</summary>
    public LedgerAmounts Bound { get; internal set; }

    /// <summary>From here on the sweeper settles it at its bound.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Every limit of the path as it stood right after the reservation, the reservation included. For headers.</summary>
    public IReadOnlyList<LimitState> Limits { get; internal set; } = [];

    /// <summary>Limits in shadow mode that would have refused the call.</summary>
    public IReadOnlyList<LimitState> ShadowRefusals { get; internal set; } = [];

    internal string HoldId { get; }

    internal List<HeldLine> Lines { get; } = [];

    /// <summary>Attempts charged before the last one.</summary>
    internal int SettledAttempts { get; set; }
}
