using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A hold as stored, <c>h:{expiry}:{callId}</c>: everything that is needed to charge the call when its process is gone.</summary>
internal sealed record StoredHold
{
    public required UsageSubject Subject { get; init; }

    /// <summary>The process that runs the call.</summary>
    public required string Owner { get; init; }

    public required LedgerAmounts Bound { get; init; }

    public required IReadOnlyList<HeldLine> Lines { get; init; }

    /// <summary>The attempt an estimate would be of.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Provider of that attempt, where it is known.</summary>
    public string? Provider { get; init; }
}
