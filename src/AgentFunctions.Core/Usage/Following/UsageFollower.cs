using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Following;

/// <summary>
/// Reads the embedded log for a consumer from its own checkpoint on. The checkpoint is written after the work, so the work must bear repeats. A log with fewer events than the checkpoint says is another log, as after a
/// restore, and is read from its begin.
/// </summary>
internal sealed class UsageFollower(IDocumentStore store, IEventLog log)
{
    private const int PageSize = 500;
    private const int MaxPages = 40;

    /// <summary>Hands on what is there, in order; false: more is left.</summary>
    /// <param name="tenantId">Whose events.</param>
    /// <param name="consumer">Name of the checkpoint.</param>
    /// <param name="work">Takes a page of events.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask<bool> FollowAsync(string tenantId, string consumer, Func<UsagePage, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var stored = await CheckpointAsync(tenantId, consumer, cancellationToken);
        var head = await log.HeadAsync(tenantId, StreamTopic.Usage, cancellationToken);
        if (stored == head) return true;
        var checkpoint = stored > head ? 0 : stored;
        for (var i = 0; i < MaxPages; i++)
        {
            var events = await log.ReadAsync(tenantId, StreamTopic.Usage, checkpoint, PageSize, cancellationToken);

            // Empty: retention took the rest.
            if (events.Count > 0) await work(new UsagePage(checkpoint, events[^1].Offset, events.Select(static e => e.Event.Body)), cancellationToken);
            checkpoint = events.Count > 0 ? events[^1].Offset : head;
            await SaveAsync(tenantId, consumer, checkpoint, cancellationToken);
            if (checkpoint >= head) return true;
        }

        return false;
    }

    /// <summary>Events that were handed on before, for a consumer that keeps in memory what it saw lately.</summary>
    /// <param name="tenantId">Whose events.</param>
    /// <param name="upTo">Offset of the last of them.</param>
    /// <param name="most">About how many.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> BeforeAsync(string tenantId, long upTo, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = Math.Max(0, upTo - most); after < upTo;)
        {
            var events = await log.ReadAsync(tenantId, StreamTopic.Usage, after, PageSize, cancellationToken);
            if (events.Count == 0) yield break;
            foreach (var value in events)
            {
                if (value.Offset <= upTo) yield return value.Event.Body;
            }

            after = events[^1].Offset;
        }
    }

    private async ValueTask<long> CheckpointAsync(string tenantId, string consumer, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(RollupDocuments.CheckpointPartition(tenantId), RollupDocuments.CheckpointId(consumer), cancellationToken);
        if (found.Document is not { } document) return 0;
        using var json = JsonDocument.Parse(document.Body);
        return json.RootElement.GetProperty("offset").GetInt64();
    }

    private async ValueTask SaveAsync(string tenantId, string consumer, long offset, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset":{{offset}}}"""));
        await store.UpsertAsync(RollupDocuments.CheckpointPartition(tenantId), new DocumentWrite(RollupDocuments.CheckpointId(consumer), body), cancellationToken);
    }
}
