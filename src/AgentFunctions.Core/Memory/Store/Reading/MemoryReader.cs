using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Memory.Store.Reading;

/// <summary>Reads the memory of one agent.</summary>
public sealed class MemoryReader
{
    private readonly IDocumentStore _store;
    private readonly MemoryFiles _files;

    internal MemoryReader(IDocumentStore store, MemoryFiles files) => (_store, _files) = (store, files);

    /// <summary>A record as it is now.</summary>
    public async ValueTask<Outcome<MemoryRecord>> GetAsync(string tenantId, string agent, string recordId, CancellationToken cancellationToken) =>
        await _files.FindAsync(tenantId, agent, recordId, cancellationToken) is { } kept ? kept.Record : MemoryErrors.NotFound(recordId);

    /// <summary>A record as it was, the latest first, without how it is now; as far back as versions are kept.</summary>
    public async ValueTask<IReadOnlyList<MemoryRecord>> VersionsAsync(string tenantId, string agent, string recordId, CancellationToken cancellationToken)
    {
        if (!MemoryDocuments.IsRecordId(recordId)) return [];
        var page = await _store.QueryAsync(
            MemoryDocuments.Partition(tenantId, agent), new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, Descending: true, IdPrefix: MemoryDocuments.VersionsOf(recordId)), cancellationToken);
        return [.. page.Items.Select(static d => MemoryRecordJson.Read(d.Body.Span))];
    }

    /// <summary>A page of the records.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Whose memory.</param>
    /// <param name="filter">Which.</param>
    /// <param name="limit">Records in a page, 1 to <see cref="ResourceStore.MaxLimit"/>; null for <see cref="ResourceStore.DefaultLimit"/>.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Outcome<MemoryPage>> ListAsync(string tenantId, string agent, MemoryFilter filter, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        if (cursor is not null && !MemoryDocuments.IsRecordId(cursor)) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var query = new DocumentQuery(filter.ToDocuments(), Limit: Math.Min(count + 1, DocumentLimits.MaxPageSize), IdPrefix: MemoryRecordJson.IdPrefix, IdAfter: cursor);
        var items = new List<MemoryRecord>(count);
        await foreach (var document in _files.ScanAsync(MemoryDocuments.Partition(tenantId, agent), query, cancellationToken))
        {
            if (items.Count == count) return new MemoryPage(items, items[^1].Id);
            items.Add(MemoryRecordJson.Read(document.Body.Span));
        }

        return new MemoryPage(items, null);
    }
}
