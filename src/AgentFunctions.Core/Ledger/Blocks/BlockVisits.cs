using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// Brings the two documents of a block in line with each other, from any process, at any time, any number of times. No batch spans two shards, so each document is the truth of one half: the grant of what was granted,
/// the use of what became of it. Whoever looks copies absolute values from one to the other: the grant is read first and replaced only if nobody changed it since, so that no older value ever follows a newer one. The use
/// is read by a write, since a store may answer a plain read with what stood there a moment ago.
/// </summary>
internal sealed class BlockVisits(IDocumentStore store, TimeProvider time)
{
    private const int MostTries = 16;
    private static readonly PatchOperation[] Look = [new PatchOperation.SetValue("due", true)];

    /// <summary>false: others were at it again and again; a later visit goes on.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="name">The block.</param>
    /// <param name="givesBack">What is left of it goes back.</param>
    /// <param name="closes">It is not drawn from any more, once nothing is held of it.</param>
    /// <param name="cancellationToken">Between two steps it can end anywhere.</param>
    public async ValueTask<bool> VisitAsync(string tenantId, BlockName name, bool givesBack, bool closes, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
            if (await TryAsync(tenantId, name, givesBack, closes, cancellationToken)) return true;
        return false;
    }

    /// <summary>false: look again.</summary>
    private async ValueTask<bool> TryAsync(string tenantId, BlockName name, bool givesBack, bool closes, CancellationToken cancellationToken)
    {
        var (central, own) = (LedgerDocuments.Partition(tenantId), LedgerDocuments.Partition(tenantId, name.Shard));
        var stored = (await store.ReadAsync(central, name.GrantId, cancellationToken)).Document;
        if ((await store.PatchAsync(own, name.UseId, Look, null, cancellationToken)).Document is not { } document) return true;
        var use = BlockDocuments.ReadUse(document);
        if (stored is null && use is { Granted: 0, Overrun: > 0 })
        {
            // Nothing was ever granted, and yet a call that held nothing of it was charged: the counter has to hear of that as well.
            await store.CreateAsync(central, BlockDocuments.Write(name, new StoredGrant(), use.Until, time.GetUtcNow()), cancellationToken);
            return false;
        }

        if (stored is null)
        {
            // Nothing was granted yet, and nothing shall be; or the grant is gone with its tenant.
            if (closes) await store.CreateAsync(central, BlockDocuments.Write(name, new StoredGrant { Closed = true }, use.Until, time.GetUtcNow()), cancellationToken);
            return !closes;
        }

        var grant = BlockDocuments.ReadGrant(stored);

        // Told of more than the grant says: another grant was there, and there is nobody to tell.
        if (use.Granted > grant.Granted) return grant.Closed && await FinishAsync(own, name, use with { Closed = true }, document.ETag, cancellationToken);

        // What was given back never becomes less: this was read too early.
        if (use.Returned < grant.Returned) return false;
        while (Next(use, grant, givesBack, closes) is { } change)
        {
            if ((await store.PatchAsync(own, name.UseId, change.Operations, change.If, cancellationToken)).Document is not { } changed) return false;
            (document, use) = (changed, BlockDocuments.ReadUse(changed));
        }

        if (!grant.Says(use) && !await TryPostAsync(central, name, stored.ETag, grant, use)) return false;
        return !use.Closed || await FinishAsync(own, name, use, document.ETag, cancellationToken);
    }

    private async ValueTask<bool> FinishAsync(DocumentPartition own, BlockName name, StoredUse use, string etag, CancellationToken cancellationToken) =>
        (await store.ReplaceAsync(own, BlockDocuments.Write(name, use with { Due = false }, time.GetUtcNow()), etag, cancellationToken)).IsOk;

    private static (IReadOnlyList<PatchOperation> Operations, DocumentFilter If)? Next(StoredUse use, StoredGrant grant, bool givesBack, bool closes)
    {
        if (use.Granted < grant.Granted) return BlockPatches.Raise(use.Granted, grant.Granted);
        if ((givesBack || use.Closed) && use.Left > 0) return BlockPatches.Return(use.Left);
        return closes && !use.Closed && use.Held == 0 ? BlockPatches.Close() : null;
    }

    /// <summary>Tells the counter. One that is gone with its window, or at the end of what integers hold, is told what it can take.</summary>
    private async ValueTask<bool> TryPostAsync(DocumentPartition central, BlockName name, string etag, StoredGrant grant, StoredUse use)
    {
        var next = grant with { Returned = use.Returned, Settled = use.Settled, Overrun = use.Overrun, Closed = use.Closed };
        var replace = new BatchOperation.Replace(BlockDocuments.Write(name, next, use.Until, time.GetUtcNow()), etag);
        List<BatchOperation> patches = [];
        var (held, overrun) = (grant.Outstanding - next.Outstanding, next.Overrun - grant.Overrun);
        var settled = next.Settled - grant.Settled + overrun;
        if (held != 0 || settled != 0) patches.Add(CounterPatches.Return(name.CounterId, settled, held, overrun));
        while (true)
        {
            var result = await store.ExecuteBatchAsync(central, [replace, .. patches], CancellationToken.None);
            if (result.IsOk) return true;
            if (HoldBatches.FirstFailure(result) is not (> 0 and var failed)) return false;
            if (!CounterPatches.TryRelax(patches, failed - 1, result.Results[failed].Status)) throw new InvalidOperationException($"A block of {name.CounterId} met {result.Results[failed].Status}.");
        }
    }
}
