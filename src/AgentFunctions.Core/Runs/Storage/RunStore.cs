using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Runs in the store. Who creates an id first has it; a closed run never opens again; every change is conditional on the run being open.</summary>
internal sealed class RunStore(IDocumentStore store, RunIndex index)
{
    private const int Attempts = 8;

    private static readonly DocumentFilter IsOpen = new DocumentFilter.OneOf("status", [.. RunStatuses.Open.Select(static s => (DocumentValue)RunStatuses.ToName(s))]);

    public async ValueTask<StoredRun?> FindAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.RunId, cancellationToken)).Document is { } document ? StoredRun.Read(document) : null;

    /// <summary>Creates a run, or finds the one that was there first; null only where that was removed at the same moment.</summary>
    public async ValueTask<StoredRun?> CreateAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        await index.AddAsync(tenantId, run, cancellationToken);
        if (await TryCreateAsync(tenantId, run, cancellationToken)) return run;
        var first = await FindAsync(tenantId, run.Id, cancellationToken);
        if (first is not null && first.Entry != run.Entry) await index.RemoveAsync(tenantId, run.Entry, cancellationToken);
        return first;
    }

    /// <summary>Creates the run of an entry that is there; false where somebody else's has the id.</summary>
    public async ValueTask<bool> TryCreateAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) =>
        (await store.CreateAsync(RunDocuments.RunPartition(tenantId, run.Id), new DocumentWrite(RunDocuments.RunId, run.ToBytes()), cancellationToken)).IsOk;

    /// <summary>What a run of ours was started with; null where there is none.</summary>
    public async ValueTask<StoredWork?> FindWorkAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.WorkId, cancellationToken)).Document is { } document ? StoredWork.Read(document) : null;

    /// <summary>What came of a run of ours; null while it is open.</summary>
    public async ValueTask<StoredEnd?> FindEndAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.EndId, cancellationToken)).Document is { } document
            ? JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredEnd)
            : null;

    /// <summary>Who published the events that a run was started for, follows from or was told, and who else is behind it.</summary>
    public async ValueTask<IReadOnlyList<string>> PublishersOfAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        if (!run.IsOurs) return [];
        var told = (await FindPublishersAsync(tenantId, run.Id, cancellationToken)).People;
        return told.Count == 0 ? run.PublishedBy ?? [] : [.. (run.PublishedBy ?? []).Union(told, StringComparer.Ordinal)];
    }

    /// <summary>Notes who published an event that the run is about to be told, or sets off something in it. Done again, nothing changes.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It may not be noted; do it again.</exception>
    public async ValueTask AddPublishersAsync(string tenantId, string runId, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var (before, etag) = await FindPublishersAsync(tenantId, runId, cancellationToken);
            List<string> after = [.. before.Union(people, StringComparer.Ordinal)];
            if (after.Count == before.Count) return;
            var (partition, write) = (RunDocuments.RunPartition(tenantId, runId), new DocumentWrite(RunDocuments.PublishersId, JsonSerializer.SerializeToUtf8Bytes(new StoredPublishers(after), RunJson.Default.StoredPublishers)));
            if ((etag is null ? await store.CreateAsync(partition, write, cancellationToken) : await store.ReplaceAsync(partition, write, etag, cancellationToken)).IsOk) return;
        }

        throw new DocumentStoreUnavailableException($"Who told runs/{runId} could not be noted: others were noted each time.");
    }

    private async ValueTask<(IReadOnlyList<string> People, string? ETag)> FindPublishersAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.PublishersId, cancellationToken)).Document is { } document
            ? (JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredPublishers)!.People, document.ETag)
            : ([], null);

    /// <summary>Moves the time of the latest call forward, if the run is open and nothing later is known. <see cref="DocumentStatus.PreconditionFailed"/> otherwise.</summary>
    public async ValueTask<DocumentStatus> TouchAsync(string tenantId, string runId, long lastSeenAt, CancellationToken cancellationToken) => (await store.PatchAsync(
        RunDocuments.RunPartition(tenantId, runId),
        RunDocuments.RunId,
        [new PatchOperation.SetValue("lastSeenAt", lastSeenAt)],
        DocumentFilter.And(IsOpen, new DocumentFilter.Compare("lastSeenAt", FilterOperator.Less, lastSeenAt)),
        cancellationToken)).Status;

    /// <summary>Closes an open run; null where it was not open any more, or was seen after <paramref name="unlessSeenAfter"/>.</summary>
    public async ValueTask<StoredRun?> CloseAsync(string tenantId, StoredRun closed, long? unlessSeenAfter, CancellationToken cancellationToken)
    {
        var result = await store.PatchAsync(
            RunDocuments.RunPartition(tenantId, closed.Id),
            RunDocuments.RunId,
            [
                new PatchOperation.SetValue("status", closed.Status), new PatchOperation.SetValue("outcome", closed.Outcome), new PatchOperation.SetValue("endedAt", closed.EndedAt!.Value),
                new PatchOperation.SetValue("lastSeenAt", closed.LastSeenAt),
            ],
            unlessSeenAfter is { } latest ? DocumentFilter.And(IsOpen, new DocumentFilter.Compare("lastSeenAt", FilterOperator.LessOrEqual, latest)) : IsOpen,
            cancellationToken);
        return result.Document is { } document && result.IsOk ? StoredRun.Read(document) : null;
    }
}
