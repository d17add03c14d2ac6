using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// The shards of a tenant's ledger: beside shard <c>0</c> one for each process that draws from blocks, by documents <c>s:{shard}</c> in shard <c>0</c>. Whoever looks for holds, blocks or usage events looks into every
/// one of them.
/// </summary>
internal sealed class LedgerShards(IDocumentStore store)
{
    public const string Prefix = "s:";

    /// <summary>Each with the tag of its document, which changes when a process comes back to its shard.</summary>
    public async ValueTask<IReadOnlyList<(string Shard, string ETag)>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var shards = new List<(string Shard, string ETag)>();
        var query = new DocumentQuery(IdPrefix: Prefix);
        do
        {
            var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) shards.Add((document.Id[Prefix.Length..], document.ETag));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return shards;
    }

    /// <summary>Shard <c>0</c>, then all others.</summary>
    public async ValueTask<IReadOnlyList<DocumentPartition>> PartitionsAsync(string tenantId, CancellationToken cancellationToken) =>
        [LedgerDocuments.Partition(tenantId), .. (await ListAsync(tenantId, cancellationToken)).Select(one => LedgerDocuments.Partition(tenantId, one.Shard))];
}
