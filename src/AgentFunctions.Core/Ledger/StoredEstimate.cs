using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>What was charged for a call that nobody settled in time, <c>x:{callId}</c>; a late settlement replaces it.</summary>
internal sealed record StoredEstimate
{
    public required UsageSubject Subject { get; init; }

    /// <summary>What each counter was charged.</summary>
    public required IReadOnlyList<HeldLine> Lines { get; init; }

    /// <summary>The attempt that was estimated.</summary>
    public required int Attempt { get; init; }

    public int Revision { get; init; }
}
