using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>
/// Every run of a tenant in one partition, for lists and for the job that closes idle runs. An entry is written before its run, so no run is without one; one that leads nowhere is finished or removed by the job.
/// What an entry says of an open run is not believed: the run itself is asked.
/// </summary>
internal sealed class RunIndex(IDocumentStore store)
{
    /// <summary>Adds the entry of a run that is about to be created. The same entry twice is one.</summary>
    public async ValueTask AddAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var body = run.ToBytes();
        await store.ExecuteBatchAsync(
            RunDocuments.IndexPartition(tenantId),
            [new BatchOperation.Create(new DocumentWrite(RunDocuments.Entries + run.Entry, body)), new BatchOperation.Create(new DocumentWrite(RunDocuments.Open + run.Entry, body))],
            cancellationToken);
    }

    /// <summary>Writes how a run ended. Done again, or after a purge, it does nothing.</summary>
    public async ValueTask CloseAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) => await store.ExecuteBatchAsync(
        RunDocuments.IndexPartition(tenantId),
        [new BatchOperation.Replace(new DocumentWrite(RunDocuments.Entries + run.Entry, run.ToBytes())), new BatchOperation.Delete(RunDocuments.Open + run.Entry)],
        cancellationToken);

    /// <summary>Removes an entry that is no run's.</summary>
    public async ValueTask RemoveAsync(string tenantId, string entry, CancellationToken cancellationToken) => await store.ExecuteBatchAsync(
        RunDocuments.IndexPartition(tenantId), [new BatchOperation.Delete(RunDocuments.Entries + entry), new BatchOperation.Delete(RunDocuments.Open + entry)], cancellationToken);

    /// <summary>Entries of open runs, newest first; some may be closed by now, or no run's.</summary>
    public async IAsyncEnumerable<StoredRun> ListOpenAsync(string tenantId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: RunDocuments.Open);
        do
        {
            var page = await store.QueryAsync(RunDocuments.IndexPartition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return StoredRun.Read(document);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
