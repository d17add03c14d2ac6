using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Anomalies;

/// <summary>
/// Tells an anomaly once an episode, which ends after an hour without one: a mark lies in the same batch as the event's outbox entry, and lives on with each window that is unusual. One that becomes critical is told again;
/// one that falls back to a warning is not.
/// </summary>
internal sealed class AnomalyTeller(IDocumentStore store, TimeProvider time)
{
    private static readonly TimeSpan EpisodeEnd = TimeSpan.FromHours(1);
    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>Whether the episode goes on for some time.</summary>
    public async ValueTask<bool> IsKnownAsync(string tenantId, Spender spender, CancellationToken cancellationToken) =>
        (await store.ReadAsync(NotificationOutbox.Partition(tenantId), MarkId(spender, isCritical: false), cancellationToken)).Document is not null;

    /// <exception cref="DocumentStoreUnavailableException">It may have been told; try again.</exception>
    public async ValueTask TellAsync(Anomaly anomaly, CancellationToken cancellationToken)
    {
        var partition = NotificationOutbox.Partition(anomaly.TenantId);
        var mark = new BatchOperation.Create(Mark(anomaly.Spender, anomaly.IsCritical));
        var value = NotificationOutbox.ToOperation(AnomalyEvents.Of(anomaly, time.GetUtcNow()));
        BatchOperation[] operations = anomaly.IsCritical ? [mark, new BatchOperation.Upsert(Mark(anomaly.Spender, isCritical: false)), value] : [mark, value];
        if ((await store.ExecuteBatchAsync(partition, operations, cancellationToken)).IsOk) return;

        // Told before: the episode goes on.
        await store.UpsertAsync(partition, Mark(anomaly.Spender, isCritical: false), cancellationToken);
        if (anomaly.IsCritical) await store.UpsertAsync(partition, Mark(anomaly.Spender, isCritical: true), cancellationToken);
    }

    private static DocumentWrite Mark(Spender spender, bool isCritical) => new(MarkId(spender, isCritical), Empty, EpisodeEnd);

    private static string MarkId(Spender spender, bool isCritical) =>
        "o.raised:" + EventIds.Of(DateTimeOffset.UnixEpoch, EventTypes.UsageAnomaly, spender.Agent, spender.Run is null ? "agent" : "run", spender.Run ?? "", isCritical ? "critical" : "warning");
}
