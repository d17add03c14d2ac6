using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>
/// Holds the ledger against the rollups: for every counter, what was charged and what the usage of the same scope and window adds up to, events on their way included. Counters are read before and again after:
/// where one moved meanwhile, a difference says nothing.
/// </summary>
public sealed class UsageReconciler
{
    private readonly LedgerCounters _counters;
    private readonly PendingUsage _pending;
    private readonly RollupReader _rollups;
    private readonly ResourceDocuments _documents;
    private readonly TimeProvider _time;

    internal UsageReconciler(LedgerCounters counters, PendingUsage pending, RollupReader rollups, ResourceDocuments documents, TimeProvider time)
    {
        _counters = counters;
        _pending = pending;
        _rollups = rollups;
        _documents = documents;
        _time = time;
    }

    /// <summary>Compares every counter whose window lies at least in part within the span.</summary>
    /// <exception cref="Documents.DocumentStoreUnavailableException">The store is out of reach.</exception>
    public async ValueTask<UsageReconciliation> RunAsync(string tenantId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var quotas = await DeclaredQuotas.ReadAsync(_documents, tenantId, cancellationToken);
        var counters = await _counters.ReadAsync(tenantId, from, to, cancellationToken);
        var pending = await _pending.ReadAsync(tenantId, cancellationToken);
        var items = new List<ReconciledCounter>();
        foreach (var group in counters.GroupBy(static c => (c.Window, c.Family)))
        {
            var sums = await SumAsync(tenantId, group.Key.Window, group.Key.Family, cancellationToken);
            AddPending(sums, pending, group.Key.Window, group.Key.Family);
            foreach (var counter in group)
            {
                var used = counter.Of(sums.Of(counter.Scope));
                if (used == counter.Settled) continue;
                var status = !quotas.Cover(counter) ? ReconciliationStatus.Partial
                    : sums.Pending.Contains(counter.Scope) || await _counters.SettledAsync(tenantId, counter, cancellationToken) != counter.Settled ? ReconciliationStatus.Settling
                    : ReconciliationStatus.Differs;
                items.Add(new ReconciledCounter(counter.Scope, counter.Unit.ToString().ToLowerInvariant(), counter.Window.Id, counter.Settled, used, status));
            }
        }

        items.Sort(static (x, y) => string.CompareOrdinal($"{x.Window} {x.Scope} {x.Unit}", $"{y.Window} {y.Scope} {y.Unit}"));
        return new UsageReconciliation(from, to, _time.GetUtcNow(), counters.Count, pending.Count, items);
    }

    private static void AddPending(ScopeSums sums, List<(UsageEvent? Before, UsageEvent After)> pending, ReconciledWindow window, RollupFamily family)
    {
        foreach (var (before, after) in pending)
        {
            if (after.Subject.At < window.From || after.Subject.At >= window.To) continue;
            Add(after, 1);
            if (before is not null) Add(before, -1);
        }

        void Add(UsageEvent value, int sign)
        {
            var totals = UsageTotals.Of(value);
            foreach (var key in RollupKeys.Of(value))
            {
                if (key.Family == family && key.Level == RollupLevel.Hour) sums.Add(key, totals, sign, isPending: true);
            }
        }
    }

    private async ValueTask<ScopeSums> SumAsync(string tenantId, ReconciledWindow window, RollupFamily family, CancellationToken cancellationToken)
    {
        var sums = new ScopeSums();
        var segment = new RollupSegment(window.LevelOf(family)!.Value, window.From.ToUnixTimeSeconds(), window.To.ToUnixTimeSeconds());
        await foreach (var row in _rollups.ReadAsync(tenantId, family, segment, null, null, cancellationToken)) sums.Add(row.Key, row.Totals);
        return sums;
    }
}
