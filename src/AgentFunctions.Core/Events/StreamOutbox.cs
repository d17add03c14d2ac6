using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Events;

/// <summary>What outboxes have in common: documents that go away once what they hold is published.</summary>
internal static class StreamOutbox
{
    /// <summary>At most a batch of them.</summary>
    public static async ValueTask DeleteAsync(IDocumentStore store, DocumentPartition partition, IReadOnlyList<Document> documents, CancellationToken cancellationToken)
    {
        var result = await store.ExecuteBatchAsync(partition, [.. documents.Select(static d => new BatchOperation.Delete(d.Id))], cancellationToken);
        if (result.IsOk) return;

        // Another process was at the same ones.
        foreach (var document in documents) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
    }
}
