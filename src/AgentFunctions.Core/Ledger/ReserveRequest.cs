using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>What a call asks of the ledger before it acts.</summary>
/// <param name="Subject">Whose usage it will be; kept with the hold, so that a call whose process dies is charged to the right ones.</param>
/// <param name="Limits">Every limit on the path, shadow ones included; empty where none is declared (the hold is kept all the same).</param>
/// <param name="Bound">The most the call can come to. True: nothing settles above it but an overrun.</param>
/// <param name="Lease">How long the hold lasts unless settled: longer than the call can take.</param>
public sealed record ReserveRequest(UsageSubject Subject, IReadOnlyList<Limit> Limits, LedgerAmounts Bound, TimeSpan Lease)
{
    /// <summary>What of the path is throttled: one call of each at a time, and at least a second from the begin of one to that of the next, in all processes together.</summary>
    public IReadOnlyList<LimitScope> Throttled { get; init; } = [];
}
