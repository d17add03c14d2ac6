using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Usage.Folding;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Compares ledger and rollups of the last two days, and of the windows they reach into. A difference that two runs find alike is logged and notified, once.</summary>
internal sealed class UsageReconciliationJob(ITenantDirectory tenants, UsageReconciler reconciler, IDocumentStore store, TimeProvider time, ILogger<UsageReconciliationJob> logger) : IScheduledJob
{
    private const string DocumentId = "u.d";
    private static readonly TimeSpan Back = TimeSpan.FromDays(2);

    // As long as a month's counter is compared.
    private static readonly TimeSpan Life = TimeSpan.FromDays(40);

    public string Name => "usage-reconciliation";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken)) await RunTenantAsync(tenantId, cancellationToken);
    }

    private async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // A span ends before its end: this moment belongs to it too.
        var result = await reconciler.RunAsync(tenantId, now - Back, now + TimeSpan.FromTicks(1), cancellationToken);
        var differing = result.Items.Where(static i => i.Status == ReconciliationStatus.Differs).ToDictionary(static i => $"{i.Scope} {i.Unit} {i.Window}", StringComparer.Ordinal);
        var known = await ReadAsync(tenantId, cancellationToken);
        var told = known.Told.Where(t => differing.TryGetValue(t.Key, out var item) && item.Difference == t.Value).ToDictionary(StringComparer.Ordinal);
        var persistent = differing.Where(d => !told.ContainsKey(d.Key) && known.Seen.TryGetValue(d.Key, out var before) && before == d.Value.Difference).Select(static d => d.Value).ToList();
        if (persistent.Count > 0)
        {
            foreach (var item in persistent)
            {
                UsageLog.Differs(logger, tenantId, item.Scope, item.Unit, item.Window, item.Difference);
                told[$"{item.Scope} {item.Unit} {item.Window}"] = item.Difference;
            }

            await store.ExecuteBatchAsync(NotificationOutbox.Partition(tenantId), [NotificationOutbox.ToOperation(ToEvent(tenantId, persistent, now))], cancellationToken);
        }

        if (differing.Count == 0 && known.Seen.Count == 0 && known.Told.Count == 0) return;
        var next = new KnownDifferences { Seen = differing.ToDictionary(static d => d.Key, static d => d.Value.Difference), Told = told };
        var body = JsonSerializer.SerializeToUtf8Bytes(next, ReconciliationJson.Default.KnownDifferences);
        await store.UpsertAsync(RollupDocuments.CheckpointPartition(tenantId), new DocumentWrite(DocumentId, body, Life), cancellationToken);
    }

    private static NotificationEvent ToEvent(string tenantId, List<ReconciledCounter> items, DateTimeOffset now)
    {
        var first = items[0];
        var more = items.Count == 1 ? "" : $", and {items.Count - 1} more";
        return NotificationEvents.Create(
            EventTypes.UsageReconciliationFailed, NotificationSeverity.Critical, tenantId, null, $"tenants/{tenantId}",
            $"Ledger and usage differ: {first.Scope}, {first.Unit}, {first.Window}: charged {first.Settled}, used {first.Used}{more}. GET /api/usage/reconciliation lists them.", now,
            ("scope", first.Scope), ("unit", first.Unit), ("window", first.Window), ("difference", first.Difference.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async ValueTask<KnownDifferences> ReadAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(RollupDocuments.CheckpointPartition(tenantId), DocumentId, cancellationToken);
        return found.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, ReconciliationJson.Default.KnownDifferences)! : new KnownDifferences();
    }
}
