using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Resources.Upgrades;

/// <summary>Writes any number of documents in order, in batches that the store takes.</summary>
internal sealed class BatchWriter(IDocumentStore store, DocumentPartition partition)
{
    private const int BatchWrites = 90;
    private const int BatchBytes = 400 * 1024;

    public async Task WriteAsync(IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        var batch = new List<BatchOperation>(BatchWrites);
        var bytes = 0;
        foreach (var operation in operations)
        {
            var size = operation is BatchOperation.Upsert upsert ? upsert.Write.Body.Length : 0;
            if (batch.Count == BatchWrites || (batch.Count > 0 && bytes + size > BatchBytes))
            {
                await FlushAsync(batch, cancellationToken);
                bytes = 0;
            }

            batch.Add(operation);
            bytes += size;
        }

        if (batch.Count > 0) await FlushAsync(batch, cancellationToken);
    }

    private async Task FlushAsync(List<BatchOperation> batch, CancellationToken cancellationToken)
    {
        var result = await store.ExecuteBatchAsync(partition, batch, cancellationToken);
        if (!result.IsOk) throw new InvalidOperationException($"Documents could not be upgraded: {string.Join(", ", result.Results.Select(r => r.Status).Distinct())}.");
        batch.Clear();
    }
}
