using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Reading;

/// <summary>Reads runs. The index says which there are; what it says of open ones may be old, so those are asked themselves.</summary>
public sealed class RunReader
{
    private const int AtOnce = 16;

    private readonly IDocumentStore _documents;
    private readonly RunStore _store;

    internal RunReader(IDocumentStore documents, RunStore store) => (_documents, _store) = (documents, store);

    /// <summary>One run.</summary>
    public async ValueTask<Outcome<Run>> GetAsync(RunViewer viewer, string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!ResourceIds.IsValid(runId)) return RunErrors.NotFound(runId);
        return await _store.FindAsync(viewer.TenantId, runId, cancellationToken) is { } run && viewer.Sees(run) ? run.ToRun() : RunErrors.NotFound(runId);
    }

    /// <summary>A page of the runs that the viewer may see, newest first.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="filter">Which runs.</param>
    /// <param name="limit">Runs in a page, 1 to <see cref="ResourceStore.MaxLimit"/>; null for <see cref="ResourceStore.DefaultLimit"/>.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Outcome<RunPage>> ListAsync(RunViewer viewer, RunFilter filter, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(filter);
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        string? after = null;
        if (cursor is not null && (after = RunCursor.Read(cursor)) is null) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var items = new List<StoredRun>(count);
        await foreach (var run in ScanAsync(viewer, filter, after, count + 1, cancellationToken))
        {
            if (items.Count == count) return new RunPage([.. items.Select(static r => r.ToRun())], RunCursor.Write(items[^1].Entry));
            items.Add(run);
        }

        return new RunPage([.. items.Select(static r => r.ToRun())], null);
    }

    private async IAsyncEnumerable<StoredRun> ScanAsync(RunViewer viewer, RunFilter filter, string? after, int wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(RunFilters.Of(viewer, filter), Limit: Math.Min(wanted, DocumentLimits.MaxPageSize), IdPrefix: RunDocuments.Entries, IdAfter: RunFilters.After(filter, after));
        do
        {
            var page = await _documents.QueryAsync(RunDocuments.IndexPartition(viewer.TenantId), query, cancellationToken);
            foreach (var part in page.Items.Select(StoredRun.Read).Where(viewer.Sees).Chunk(AtOnce))
            {
                // Newest first: nothing after this one can be young enough.
                if (filter.From is { } from && part[0].StartedAt < from.ToUnixTimeMilliseconds()) yield break;
                foreach (var run in await Task.WhenAll(part.Select(entry => ConfirmAsync(viewer.TenantId, entry, cancellationToken))))
                    if (run is not null && (filter.Status is not { } status || run.State == status)) yield return run;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The run of an entry as it is now; null for an entry that is no run's.</summary>
    private async Task<StoredRun?> ConfirmAsync(string tenantId, StoredRun entry, CancellationToken cancellationToken)
    {
        if (entry.IsClosed) return entry;
        return await _store.FindAsync(tenantId, entry.Id, cancellationToken) is { } run && run.Entry == entry.Entry ? run : null;
    }
}
