using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// Before a limit refuses, what is left of everybody's blocks of it goes back: any process can give back for any other, since what it takes is a condition of the write. So a refusal is true: what remains is held by calls.
/// </summary>
internal sealed class BlockRecall(IDocumentStore store, BlockVisits visits, BlockTaker taker, BlockBook book, OwnShard shard, TimeProvider time)
{
    private const int AtOnce = 8;
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = AtOnce };

    /// <summary>Ends when what was left when it was called has gone back. Those that call at the same time share one turn.</summary>
    public async ValueTask RunAsync(string tenantId, string counterId)
    {
        var state = book.Of(tenantId, counterId);
        var begun = state.Recalls;
        await state.Recall.WaitAsync();
        try
        {
            // Another one began after this one was called for.
            if (state.Recalls > begun) return;
            state.Recalls++;
            state.Failed(state.Block?.UseId, time.GetUtcNow());
            await Parallel.ForEachAsync(BlockSums.GrantsAsync(store, tenantId, counterId, CancellationToken.None), Parallelism, async (document, _) =>
            {
                if (BlockDocuments.ReadGrant(document).Outstanding > 0) await visits.VisitAsync(tenantId, BlockName.OfGrant(document.Id), givesBack: true, closes: false, CancellationToken.None);
            });
        }
        finally
        {
            state.Recall.Release();
        }
    }

    /// <summary>Takes what a call that draws needs more of a line, exactly.</summary>
    public async ValueTask<BlockTaking> TakeAsync(string tenantId, PathLine line, long more)
    {
        var name = BlockName.OfUse(shard.Id, line.Block!);
        var taking = await taker.TakeAsync(tenantId, name, line, more);
        var state = book.Of(tenantId, line.CounterId);
        if (!taking.IsTaken || state.Block != name) return taking;
        state.Taken(line, taking, time.GetUtcNow());
        state.Returned(name.UseId, -more, isBeyond: false);
        return taking;
    }
}
