using System.Collections.Concurrent;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Counters that a test sets, for whatever only reads where limits stand.</summary>
public sealed class ScriptedLedger(TimeProvider time) : ILedger
{
    private readonly ConcurrentDictionary<(LimitScope Scope, LimitUnit Unit, string WindowId), (long Settled, long Held, long Overrun)> _counters = new();

    public void Set(LimitScope scope, LimitUnit unit, string windowId, long settled, long held = 0, long overrun = 0) => _counters[(scope, unit, windowId)] = (settled, held, overrun);

    public ValueTask<LimitState> ReadAsync(string tenantId, Limit limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var windowId = LimitWindows.WindowId(limit.Window, now, limit.RunId);
        var (settled, held, overrun) = _counters.GetValueOrDefault((limit.Scope, limit.Unit, windowId));
        return new(new LimitState(limit, windowId, settled, held, overrun, LimitWindows.EndsAt(limit.Window, now)));
    }

    public ValueTask<ReserveResult> ReserveAsync(ReserveRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Only read.");

    public ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits, LedgerAmounts bound, CancellationToken cancellationToken) => throw new NotSupportedException("Only read.");

    public ValueTask<LimitRefusal?> RenewAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken) => throw new NotSupportedException("Only read.");

    public ValueTask<LimitRefusal?> GrowAsync(Reservation reservation, string provider, LedgerAmounts more, CancellationToken cancellationToken) => throw new NotSupportedException("Only read.");

    public ValueTask<SettleResult> SettleAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken) => throw new NotSupportedException("Only read.");

    public ValueTask<int> SweepAsync(string tenantId, CancellationToken cancellationToken) => new(0);
}
