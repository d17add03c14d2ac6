using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>
/// Reads the embedded log from its checkpoint on and folds. The checkpoint is written after the rollups: what is read again changes nothing. A log with fewer events than the checkpoint says is another log, as after
/// a restore, and is read from its begin. Where another stream carries usage, that one's reader folds: the same event must not be folded from two.
/// </summary>
internal sealed class UsageConsumer(IDocumentStore store, IEventLog log, IEventPublisher stream, UsageFold fold)
{
    /// <summary>The embedded log keeps one order for all events of a tenant, so one shard is enough.</summary>
    public const string Shard = "0";
    private const string Name = "rollups";
    private const int PageSize = 500;
    private const int MaxPages = 40;
    private readonly bool _isStream = ReferenceEquals(stream, log);

    /// <summary>Folds what is there; false: more is left.</summary>
    public async ValueTask<bool> ConsumeAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (!_isStream) return true;
        var stored = await CheckpointAsync(tenantId, cancellationToken);
        var head = await log.HeadAsync(tenantId, StreamTopic.Usage, cancellationToken);
        if (stored == head) return true;
        var checkpoint = stored > head ? 0 : stored;
        for (var i = 0; i < MaxPages; i++)
        {
            var events = await log.ReadAsync(tenantId, StreamTopic.Usage, checkpoint, PageSize, cancellationToken);
            if (events.Count == 0)
            {
                // Retention took the rest.
                await SaveAsync(tenantId, head, cancellationToken);
                return true;
            }

            await fold.FoldAsync(tenantId, Shard, events.Select(static e => e.Event.Body), cancellationToken);
            checkpoint = events[^1].Offset;
            await SaveAsync(tenantId, checkpoint, cancellationToken);
            if (checkpoint >= head) return true;
        }

        return false;
    }

    /// <summary>Events of the log that are not folded yet.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PendingAsync(string tenantId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_isStream) yield break;
        var after = await CheckpointAsync(tenantId, cancellationToken);
        while (true)
        {
            var events = await log.ReadAsync(tenantId, StreamTopic.Usage, after, PageSize, cancellationToken);
            if (events.Count == 0) yield break;
            foreach (var value in events) yield return value.Event.Body;
            after = events[^1].Offset;
        }
    }

    private async ValueTask<long> CheckpointAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(RollupDocuments.CheckpointPartition(tenantId), RollupDocuments.CheckpointId(Name), cancellationToken);
        if (found.Document is not { } document) return 0;
        using var json = JsonDocument.Parse(document.Body);
        return json.RootElement.GetProperty("offset").GetInt64();
    }

    private async ValueTask SaveAsync(string tenantId, long offset, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset":{{offset}}}"""));
        await store.UpsertAsync(RollupDocuments.CheckpointPartition(tenantId), new DocumentWrite(RollupDocuments.CheckpointId(Name), body), cancellationToken);
    }
}
