using System.Diagnostics;
using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Telemetry;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>
/// Every run of a tenant in one partition, for lists and for the job that closes idle runs. An entry is written before its run, so no run is without one; one that leads nowhere is finished or removed by the job.
/// What an entry says of an open run is not believed: the run itself is asked.
/// </summary>
internal sealed class RunIndex(IDocumentStore store, AgentFunctionsTelemetry? telemetry = null)
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

    /// <summary>The same for a run of ours that is to be scheduled: until it is, the entry says so.</summary>
    public async ValueTask AddUnscheduledAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var body = run.ToBytes();
        await store.ExecuteBatchAsync(
            RunDocuments.IndexPartition(tenantId),
            [.. new[] { RunDocuments.Entries, RunDocuments.Open, RunDocuments.Unscheduled }.Select(prefix => new BatchOperation.Create(new DocumentWrite(prefix + run.Entry, body)))],
            cancellationToken);
    }

    /// <summary>The engine has the run.</summary>
    public async ValueTask ScheduledAsync(string tenantId, string entry, CancellationToken cancellationToken) =>
        await store.DeleteAsync(RunDocuments.IndexPartition(tenantId), RunDocuments.Unscheduled + entry, null, cancellationToken);

    /// <summary>A run that was over is open again.</summary>
    public async ValueTask ReopenAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) => await store.ExecuteBatchAsync(
        RunDocuments.IndexPartition(tenantId),
        [.. new[] { RunDocuments.Entries, RunDocuments.Open }.Select(prefix => new BatchOperation.Upsert(new DocumentWrite(prefix + run.Entry, run.ToBytes())))],
        cancellationToken);

    /// <summary>Takes a closed run out of every list; from now on it is known only as being purged.</summary>
    public async ValueTask BeginPurgeAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.IndexPartition(tenantId);
        await store.UpsertAsync(partition, new DocumentWrite(RunDocuments.Purging + run.Entry, run.ToTombstone().ToBytes()), cancellationToken);
        await HideAsync(partition, run.Entry, cancellationToken);
    }

    /// <summary>The run was opened again at the last moment.</summary>
    public async ValueTask UndoPurgeAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        await ReopenAsync(tenantId, run, cancellationToken);
        await store.DeleteAsync(RunDocuments.IndexPartition(tenantId), RunDocuments.Purging + run.Entry, null, cancellationToken);
    }

    /// <summary>Nothing but its id is left.</summary>
    public async ValueTask EndPurgeAsync(string tenantId, StoredRun tombstone, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.IndexPartition(tenantId);
        // The begin may have been broken off.
        await HideAsync(partition, tombstone.Entry, cancellationToken);
        await store.UpsertAsync(partition, new DocumentWrite(RunDocuments.Tombstones + tombstone.Entry, tombstone.ToBytes()), cancellationToken);
        await store.DeleteAsync(partition, RunDocuments.Purging + tombstone.Entry, null, cancellationToken);
    }

    /// <summary>Writes how a run ended. Done again, or after a purge, it does nothing.</summary>
    public async ValueTask CloseAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var closed = await store.ExecuteBatchAsync(
            RunDocuments.IndexPartition(tenantId),
            [new BatchOperation.Replace(new DocumentWrite(RunDocuments.Entries + run.Entry, run.ToBytes())), new BatchOperation.Delete(RunDocuments.Open + run.Entry)],
            cancellationToken);

        // The batch goes through for one of those who close the run; a run that is opened again ends again.
        if (closed.IsOk) Count(tenantId, run);
    }

    /// <summary>Removes an entry that is no run's.</summary>
    public async ValueTask RemoveAsync(string tenantId, string entry, CancellationToken cancellationToken) => await store.ExecuteBatchAsync(
        RunDocuments.IndexPartition(tenantId), [new BatchOperation.Delete(RunDocuments.Entries + entry), new BatchOperation.Delete(RunDocuments.Open + entry)], cancellationToken);

    /// <summary>Removes an entry of ours that leads nowhere.</summary>
    public async ValueTask RemoveUnscheduledAsync(string tenantId, string entry, CancellationToken cancellationToken)
    {
        await RemoveAsync(tenantId, entry, cancellationToken);
        await ScheduledAsync(tenantId, entry, cancellationToken);
    }

    /// <summary>Entries of open runs, newest first; some may be closed by now, or no run's.</summary>
    public IAsyncEnumerable<StoredRun> ListOpenAsync(string tenantId, CancellationToken cancellationToken) => ListAsync(tenantId, RunDocuments.Open, cancellationToken);

    /// <summary>Entries of one kind, newest first.</summary>
    public IAsyncEnumerable<StoredRun> ListAsync(string tenantId, string prefix, CancellationToken cancellationToken) => ListAsync(tenantId, prefix, null, cancellationToken);

    /// <summary>Those of one kind that the filter holds for, newest first.</summary>
    public async IAsyncEnumerable<StoredRun> ListAsync(string tenantId, string prefix, DocumentFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(filter, IdPrefix: prefix);
        do
        {
            var page = await store.QueryAsync(RunDocuments.IndexPartition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return StoredRun.Read(document);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private void Count(string tenantId, StoredRun run)
    {
        if (telemetry is not { Runs.Enabled: true }) return;
        var owner = telemetry.Owners.Of(tenantId, run.Team);
        telemetry.Runs.Add(1, new TagList
        {
            { TelemetryAttributes.MetricTenant, owner.Tenant },
            { TelemetryAttributes.MetricTeam, owner.Team },
            { TelemetryAttributes.AgentId, run.Agent },
            { TelemetryAttributes.RunStatus, run.Status },
        });
    }

    private async ValueTask HideAsync(DocumentPartition partition, string entry, CancellationToken cancellationToken)
    {
        foreach (var prefix in (string[])[RunDocuments.Entries, RunDocuments.Open, RunDocuments.Unscheduled]) await store.DeleteAsync(partition, prefix + entry, null, cancellationToken);
    }
}
