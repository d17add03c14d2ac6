using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>What a counter comes to with what processes spent of their blocks and have not told yet.</summary>
internal static class BlockSums
{
    private const int MostTries = 3;
    private const int AtOnce = 8;

    /// <summary>Exact, unless it changes again and again while it is read: then spent by a moment ago. <c>Held</c> is what calls hold and what is left of blocks.</summary>
    public static async ValueTask<CounterValues> ReadAsync(IDocumentStore store, string tenantId, Document counter, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var values = CounterValues.Read(counter.Body.Span);
            if (values.Blocks == 0) return values;
            values = await AddAsync(store, tenantId, counter.Id, values, cancellationToken);
            if (tries >= MostTries || (await store.ReadAsync(LedgerDocuments.Partition(tenantId), counter.Id, cancellationToken)).Document is not { } again || again.ETag == counter.ETag) return values;
            counter = again;
        }
    }

    private static async ValueTask<CounterValues> AddAsync(IDocumentStore store, string tenantId, string counterId, CounterValues values, CancellationToken cancellationToken)
    {
        var turn = new Lock();
        await Parallel.ForEachAsync(GrantsAsync(store, tenantId, counterId, cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (document, token) =>
        {
            var grant = BlockDocuments.ReadGrant(document);
            if (grant.Outstanding == 0) return;
            var name = BlockName.OfGrant(document.Id);
            if ((await store.ReadAsync(LedgerDocuments.Partition(tenantId, name.Shard), name.UseId, token)).Document is not { } found) return;
            var use = BlockDocuments.ReadUse(found);
            var (spent, overrun) = (use.Settled - grant.Settled, use.Overrun - grant.Overrun);
            lock (turn) values = values with { Settled = values.Settled + spent + overrun, Held = values.Held - spent, Overrun = values.Overrun + overrun };
        });
        return values;
    }

    /// <summary>Every block of a counter that is known there.</summary>
    public static async IAsyncEnumerable<Document> GrantsAsync(
        IDocumentStore store, string tenantId, string counterId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: BlockName.GrantsOf(counterId));
        do
        {
            var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
