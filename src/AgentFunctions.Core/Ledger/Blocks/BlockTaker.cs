using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// Opens blocks and takes more for them: first beside the counter, in one batch with it, then into the use. Killed in between, whoever visits the block finds that more was granted than the use says.
/// </summary>
internal sealed class BlockTaker(IDocumentStore store, CounterReader counters, OwnShard shard, TimeProvider time)
{
    private const int MostTries = 6;

    /// <summary>A new block, of which nothing is granted yet. It lies in the shard before it can be granted anything, so that whoever looks through the shard finds every grant.</summary>
    public async ValueTask<BlockName> OpenAsync(string tenantId, PathLine line)
    {
        await shard.EnsureAsync(tenantId);
        var name = BlockName.New(shard.Id, line.CounterId);
        await store.CreateAsync(LedgerDocuments.Partition(tenantId, shard.Id), BlockDocuments.Write(name, new StoredUse { Due = true, Until = BlockDocuments.Until(line) }, time.GetUtcNow()), CancellationToken.None);
        return name;
    }

    /// <summary>The counter is there, if only with nothing in it.</summary>
    public ValueTask EnsureCounterAsync(string tenantId, PathLine line) => counters.CreateAsync(tenantId, [line], CancellationToken.None);

    /// <summary>Takes more of the counter for a block, if the limit has room for it.</summary>
    public async ValueTask<BlockTaking> TakeAsync(string tenantId, BlockName name, PathLine line, long more)
    {
        var isNew = false;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var patch = new BatchOperation.Patch(name.GrantId, [new PatchOperation.Increment("granted", more)], DocumentFilter.Equal("closed", false));
            BatchOperation grant = isNew ? new BatchOperation.Create(BlockDocuments.Write(name, new StoredGrant { Granted = more }, null, time.GetUtcNow())) : patch;
            var result = await store.ExecuteBatchAsync(LedgerDocuments.Partition(tenantId), [grant, line.ToTake(more)], CancellationToken.None);
            if (result.IsOk) return await RaiseAsync(tenantId, name, BlockDocuments.ReadGrant(result.Results[0].Document!), CounterValues.Read(result.Results[1].Document!.Body.Span));
            var failed = HoldBatches.FirstFailure(result);
            switch (failed, result.Results[failed].Status)
            {
                case (0, DocumentStatus.NotFound):
                    // Never again under the same name: one that was told of is gone with its tenant.
                    if ((await store.ReadAsync(LedgerDocuments.Partition(tenantId, name.Shard), name.UseId, CancellationToken.None)).Document is not { } use || BlockDocuments.ReadUse(use).Granted > 0) return BlockTaking.Gone;
                    isNew = true;
                    break;
                case (0, DocumentStatus.Conflict):
                    isNew = false;
                    break;
                case (0, _):
                    return BlockTaking.Gone;
                case (_, DocumentStatus.NotFound):
                    await counters.CreateAsync(tenantId, [line], CancellationToken.None);
                    break;
                default:
                    return BlockTaking.NoRoom;
            }
        }

        return BlockTaking.NoRoom;
    }

    private async ValueTask<BlockTaking> RaiseAsync(string tenantId, BlockName name, StoredGrant grant, CounterValues counter)
    {
        var partition = LedgerDocuments.Partition(tenantId, name.Shard);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await store.ReadAsync(partition, name.UseId, CancellationToken.None)).Document is not { } document) return BlockTaking.Gone;
            var use = BlockDocuments.ReadUse(document);
            if (use.Granted < grant.Granted)
            {
                var (operations, condition) = BlockPatches.Raise(use.Granted, grant.Granted);
                if ((await store.PatchAsync(partition, name.UseId, operations, condition, CancellationToken.None)).Document is not { } raised) continue;
                use = BlockDocuments.ReadUse(raised);
            }

            return use.Closed ? BlockTaking.Gone : new BlockTaking(true, false, use, grant, counter);
        }

        return BlockTaking.NoRoom;
    }
}
