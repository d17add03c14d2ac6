using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Relaying;

namespace AgentFunctions.Core.Ledger;

/// <summary>The ledger on the document store: counters, holds and the outbox of usage events lie in one partition a tenant, so that every step is one batch.</summary>
internal sealed class DocumentLedger(HoldWriter holds, HoldRenewer renewals, HoldGrower growth, SettlementWriter settlements, HoldSweeper sweeper, CounterReader counters, LedgerOwners owners, UsageSignals signals, TimeProvider time) : ILedger
{
    public async ValueTask<ReserveResult> ReserveAsync(ReserveRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await owners.EnsureAsync(cancellationToken);
        return await holds.ReserveAsync(request);
    }

    public ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits, LedgerAmounts bound, CancellationToken cancellationToken) =>
        holds.ExtendAsync(reservation, provider, limits, bound);

    public ValueTask<LimitRefusal?> RenewAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken) => renewals.RenewAsync(reservation, attempts);

    public ValueTask<LimitRefusal?> GrowAsync(Reservation reservation, string provider, LedgerAmounts more, CancellationToken cancellationToken) => growth.GrowAsync(reservation, provider, more);

    public async ValueTask<SettleResult> SettleAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken)
    {
        var result = await settlements.SettleAsync(reservation, attempts);
        signals.Settled.Set(reservation.Subject.TenantId);
        return result;
    }

    public async ValueTask<LimitState> ReadAsync(string tenantId, Limit limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var windowId = LimitWindows.WindowId(limit.Window, now, limit.RunId);
        var values = await counters.ReadAsync(tenantId, LedgerDocuments.CounterId(limit.Scope, limit.Unit, windowId), cancellationToken);
        return new LimitState(limit, windowId, values.Settled, values.Held, values.Overrun, LimitWindows.EndsAt(limit.Window, now));
    }

    public ValueTask<int> SweepAsync(string tenantId, CancellationToken cancellationToken) => sweeper.SweepAsync(tenantId, cancellationToken);
}
