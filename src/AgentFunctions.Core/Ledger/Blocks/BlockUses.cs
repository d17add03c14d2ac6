using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>Looks through a shard.</summary>
internal static class BlockUses
{
    private static readonly DocumentFilter Due = DocumentFilter.Equal("due", true);

    /// <summary>The blocks in it of which their counters may not know everything.</summary>
    public static async IAsyncEnumerable<BlockName> DueAsync(IDocumentStore store, string tenantId, string shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(Due, IdPrefix: BlockName.UsePrefix);
        do
        {
            var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId, shard), query, cancellationToken);
            foreach (var document in page.Items) yield return BlockName.OfUse(shard, document.Id);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
