using System.Text.Json;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>Stores counters. Each is a document of its own with absolute values that only this process writes: a repeat after an unknown outcome changes nothing, and two processes cannot overwrite each other.</summary>
internal sealed class CounterWriter(IDocumentStore store, TimeProvider time)
{
    /// <summary>Writes the counters and notes what was written; one that could not be written stays dirty.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Some could not be written.</exception>
    public async ValueTask WriteAsync(IReadOnlyCollection<Counter> counters, CancellationToken cancellationToken)
    {
        foreach (var group in counters.GroupBy(static c => ActivityDocuments.CounterPartition(c.Key.TenantId, c.Key.Hour)))
        {
            foreach (var part in group.Chunk(DocumentLimits.MaxBatchOperations))
            {
                var writes = part.Select(static counter => (Counter: counter, Values: counter.Read())).ToArray();
                var result = await store.ExecuteBatchAsync(group.Key, [.. writes.Select(w => new BatchOperation.Upsert(Write(w.Counter, w.Values)))], cancellationToken);
                if (!result.IsOk) throw new InvalidOperationException($"Counters were not written: {string.Join(", ", result.Results.Select(r => r.Status).Distinct())}.");
                foreach (var (counter, values) in writes) counter.Written = values.Requests;
            }
        }
    }

    private DocumentWrite Write(Counter counter, in CounterValues values)
    {
        var left = ActivityDocuments.TimeOf(counter.Key.Hour + 1) + ActivityRetention.Counters - time.GetUtcNow();
        var life = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(left.TotalSeconds)));
        return new DocumentWrite(counter.DocumentId, JsonSerializer.SerializeToUtf8Bytes(StoredCounter.Of(counter, values), ActivityJson.Default.StoredCounter), life);
    }
}
