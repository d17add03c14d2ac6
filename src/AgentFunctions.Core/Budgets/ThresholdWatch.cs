using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Following;

namespace AgentFunctions.Core.Budgets;

/// <summary>
/// Looks at the counters that usage events have touched, and tells when one has crossed 50, 80 or 100 % of its limit. Behind the events and not on the way of calls, so that calls pay nothing for it; what is repeated is
/// told once. Each threshold that is crossed is told, also where one call crosses several: what is told does not depend on when it is looked at.
/// </summary>
internal sealed class ThresholdWatch(IControlPlane controlPlane, CounterReader counters, BudgetTeller teller, TimeProvider time)
{
    /// <summary>A window that ended longer ago is nobody's concern any more, as after a downtime.</summary>
    private static readonly TimeSpan ToldLate = TimeSpan.FromHours(1);

    private static readonly int[] Thresholds = [50, 80, 100];

    /// <exception cref="DocumentStoreUnavailableException">Some may not be told; look at all of them again.</exception>
    public async ValueTask LookAsync(string tenantId, IEnumerable<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken)
    {
        var view = await controlPlane.GetViewAsync(tenantId, cancellationToken) ?? throw new DocumentStoreUnavailableException("The declared limits could not be confirmed.");
        if (view.Quotas.Count == 0) return;
        var touched = new Dictionary<(LimitScope Scope, LimitUnit Unit, string WindowId), WatchedLimit>();
        foreach (var body in bodies)
        {
            if (FollowedEvent.Read(tenantId, body.Span) is not { } value) continue;
            var path = LimitPath.Of(value.Subject);
            Add(touched, value.Subject, view.ResolveLimits(path));
            Add(touched, value.Subject, view.ResolveProviderLimits(value.Usage.Provider, path));
        }

        foreach (var watched in touched.Values) await LookAsync(tenantId, watched, cancellationToken);
    }

    private void Add(Dictionary<(LimitScope Scope, LimitUnit Unit, string WindowId), WatchedLimit> touched, UsageSubject subject, IReadOnlyList<Limit> limits)
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < limits.Count; i++)
        {
            // Nothing of calls at the same time is ever used up, and limits that only watch tell by themselves.
            if (limits[i] is not { Mode: LimitMode.Enforce, Unit: not LimitUnit.Concurrent } limit) continue;
            var watched = WatchedLimit.Of(subject, limit);
            if (watched.EndsAt is null || watched.EndsAt > now - ToldLate) touched[(limit.Scope, limit.Unit, watched.WindowId)] = watched;
        }
    }

    private async ValueTask LookAsync(string tenantId, WatchedLimit watched, CancellationToken cancellationToken)
    {
        var untold = Array.FindIndex(Thresholds, threshold => !teller.IsTold(Mark(tenantId, watched, threshold)));
        if (untold < 0) return;
        var limit = watched.Limit;
        var least = (long)((Int128)limit.Amount * Thresholds[untold] / 100);
        var settled = await counters.ReadSettledAsync(tenantId, LedgerDocuments.CounterId(limit.Scope, limit.Unit, watched.WindowId), least, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var threshold in Thresholds)
        {
            if ((Int128)settled * 100 < (Int128)limit.Amount * threshold) return;
            await teller.TellAsync(Mark(tenantId, watched, threshold), watched.MarkLife(now), BudgetEvents.Threshold(tenantId, watched, settled, threshold, now), cancellationToken);
        }
    }

    private static BudgetMark Mark(string tenantId, WatchedLimit watched, int threshold) => BudgetMark.Of(tenantId, Notifications.EventTypes.BudgetThreshold, watched, threshold);
}
