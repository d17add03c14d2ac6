using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Events;

/// <summary>
/// The embedded log, on the document store: partition (tenant, topic), <c>e:{offset}</c> an event, <c>head</c> the next offset. A batch advances the head and writes its events at once, on the condition that the head
/// is where it was: offsets appear in order, whoever publishes. Retention is the documents' time to live.
/// </summary>
internal sealed class DocumentEventLog(IDocumentStore store) : IEventLog
{
    // The head takes one operation of a batch.
    private const int MaxEvents = DocumentLimits.MaxBatchOperations - 1;
    private const int MaxBytes = DocumentLimits.MaxBatchBytes - 1024;
    private const int MaxTries = 1000;
    private readonly ConcurrentDictionary<DocumentPartition, SemaphoreSlim> _gates = new();
    private readonly ConcurrentDictionary<DocumentPartition, long> _next = new();

    public async ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0) return;
        var partition = Partition(tenantId, topic);

        // Within a process they take turns; only other processes make a try fail.
        var gate = _gates.GetOrAdd(partition, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < events.Count;)
            {
                var bodies = Take(events, i);
                await AppendAsync(partition, topic, bodies, cancellationToken);
                i += bodies.Count;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(string tenantId, StreamTopic topic, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var page = await store.QueryAsync(Partition(tenantId, topic), new DocumentQuery(Limit: limit, IdPrefix: EventLogJson.EntryPrefix, IdAfter: EventLogJson.EntryId(after)), cancellationToken);
        var events = new LoggedEvent[page.Items.Count];
        for (var i = 0; i < events.Length; i++) events[i] = EventLogJson.ReadEntry(page.Items[i]);
        return events;
    }

    public async ValueTask<long> HeadAsync(string tenantId, StreamTopic topic, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return await FindNextAsync(Partition(tenantId, topic), cancellationToken) is { } next ? next - 1 : 0;
    }

    internal static DocumentPartition Partition(string tenantId, StreamTopic topic) => new(DocumentContainer.Streams, tenantId, topic.Name);

    /// <summary>As many of the events as a batch holds, as they are stored; at least one.</summary>
    private static List<byte[]> Take(IReadOnlyList<StreamEvent> events, int first)
    {
        var bodies = new List<byte[]>();
        var bytes = 0;
        for (var i = first; i < events.Count && bodies.Count < MaxEvents; i++)
        {
            var body = EventLogJson.WriteEntry(events[i]);
            bytes += body.Length;
            if (bodies.Count > 0 && bytes > MaxBytes) break;
            bodies.Add(body);
        }

        return bodies;
    }

    private async ValueTask AppendAsync(DocumentPartition partition, StreamTopic topic, List<byte[]> bodies, CancellationToken cancellationToken)
    {
        long? next = _next.TryGetValue(partition, out var known) ? known : await FindNextAsync(partition, cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var first = next ?? 1;
            BatchOperation head = next is null
                ? new BatchOperation.Create(new DocumentWrite(EventLogJson.HeadId, EventLogJson.WriteHead(first + bodies.Count)))
                : new BatchOperation.Patch(EventLogJson.HeadId, [new PatchOperation.SetValue("next", first + bodies.Count)], DocumentFilter.Equal("next", first));
            var operations = new List<BatchOperation>(bodies.Count + 1) { head };
            for (var i = 0; i < bodies.Count; i++) operations.Add(new BatchOperation.Upsert(new DocumentWrite(EventLogJson.EntryId(first + i), bodies[i], topic.Retention)));
            _next.TryRemove(partition, out _);
            if ((await store.ExecuteBatchAsync(partition, operations, cancellationToken)).IsOk)
            {
                _next[partition] = first + bodies.Count;
                return;
            }

            next = await FindNextAsync(partition, cancellationToken);
        }

        throw new DocumentStoreUnavailableException($"Others published to topic '{topic.Name}' before every one of {MaxTries} tries.");
    }

    private async ValueTask<long?> FindNextAsync(DocumentPartition partition, CancellationToken cancellationToken) =>
        (await store.ReadAsync(partition, EventLogJson.HeadId, cancellationToken)).Document is { } head ? EventLogJson.ReadHead(head) : null;
}
