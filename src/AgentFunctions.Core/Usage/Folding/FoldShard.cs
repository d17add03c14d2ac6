using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>
/// The rows that one shard writes in one month. Every batch replaces the shard's fence on the condition that nobody else did since it was read: so what was read after the fence is still true when the batch is
/// written, and rows may stay in memory from batch to batch. Whoever loses forgets all and reads again. Not thread-safe.
/// </summary>
internal sealed class FoldShard(IDocumentStore store, DocumentPartition partition, string shard, UsageMetrics metrics, TimeProvider time)
{
    private const int MaxRows = 20_000;
    private const int MaxOperations = DocumentLimits.MaxBatchOperations - 1;
    private const int MaxBytes = DocumentLimits.MaxBatchBytes * 3 / 4;
    private static readonly TimeSpan FenceLife = UsageRetention.Hours + UsageRetention.Hours;
    private static readonly byte[] Empty = "{}"u8.ToArray();
    private readonly Dictionary<RollupKey, RollupRow> _rows = [];
    private string? _fence;
    private bool _isKnown;

    /// <summary>Folds what is new in these; each is the highest revision at hand of its attempt.</summary>
    /// <returns>false: another writer came in between; what is left must be tried again.</returns>
    public async ValueTask<bool> FoldAsync(IReadOnlyList<UsageEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await RequireFenceAsync(cancellationToken);
            var batch = new FoldBatch();
            foreach (var value in events)
            {
                var id = RollupDocuments.AttemptId(value.Subject.CallId, value.Usage.Attempt);
                var found = await store.ReadAsync(partition, id, cancellationToken);
                var before = found.Document is { } document ? UsageEventJson.Read(document.Body.Span) : null;
                if (before?.Revision >= value.Revision) continue;
                var change = new FoldChange(id, before, value, time.GetUtcNow());
                if (!batch.HasRoomFor(change, MaxOperations, MaxBytes) && !await WriteAsync(batch, cancellationToken)) return false;
                batch.Add(change);
                foreach (var (key, difference) in change.Differences) (await RowAsync(key, cancellationToken)).Totals.Add(difference);
            }

            return await WriteAsync(batch, cancellationToken);
        }
        catch
        {
            // Rows in memory may hold what was never written.
            Forget();
            throw;
        }
    }

    private async ValueTask RequireFenceAsync(CancellationToken cancellationToken)
    {
        if (_isKnown) return;
        _fence = (await store.ReadAsync(partition, RollupDocuments.FenceId(shard), cancellationToken)).Document?.ETag;
        _isKnown = true;
    }

    private async ValueTask<RollupRow> RowAsync(RollupKey key, CancellationToken cancellationToken)
    {
        if (_rows.TryGetValue(key, out var known)) return known;
        var found = await store.ReadAsync(partition, RollupDocuments.Id(key, shard), cancellationToken);
        var row = new RollupRow(key, found.Document is { } document ? RollupJson.Read(key.Level, key.Family, document.Body.Span).Totals : new UsageTotals());
        _rows[key] = row;
        return row;
    }

    private async ValueTask<bool> WriteAsync(FoldBatch batch, CancellationToken cancellationToken)
    {
        if (batch.IsEmpty) return true;
        var fence = new DocumentWrite(RollupDocuments.FenceId(shard), Empty, FenceLife);
        var operations = new List<BatchOperation>(batch.Count + 1) { _fence is null ? new BatchOperation.Create(fence) : new BatchOperation.Replace(fence, _fence) };
        var now = time.GetUtcNow();
        foreach (var change in batch.Changes) operations.Add(new BatchOperation.Upsert(new DocumentWrite(change.Id, change.Body, UsageRetention.Attempts)));
        foreach (var key in batch.Rows)
        {
            var left = RollupTime.EndOf(key.Level, key.Family, key.Bucket) - now;
            var life = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(left.TotalSeconds), 1, DocumentLimits.MaxTimeToLiveSeconds));
            operations.Add(new BatchOperation.Upsert(new DocumentWrite(RollupDocuments.Id(key, shard), RollupJson.Write(_rows[key]), life)));
        }

        var result = await store.ExecuteBatchAsync(partition, operations, cancellationToken);
        if (!result.IsOk)
        {
            Forget();
            return false;
        }

        foreach (var change in batch.Changes) metrics.Folded(change.Before, change.After);
        batch.Clear();

        _fence = result.Results[0].Document!.ETag;
        if (_rows.Count > MaxRows) _rows.Clear();
        return true;
    }

    private void Forget()
    {
        _rows.Clear();
        _fence = null;
        _isKnown = false;
    }
}
