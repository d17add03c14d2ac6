namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// Decides whether a call draws from the blocks of this process or takes of the counters, and takes blocks for it. A call draws only where it can draw from every counter of its path: then its hold lies in the shard of
/// this process. Near the end of a limit blocks are not worth taking, and calls take of the counters as if there were none.
/// </summary>
internal sealed class BlockDrawing(BlockBook book, BlockTaker taker, BlockVisits visits, OwnShard shard, TimeProvider time)
{
    /// <summary>true: every line names the block to draw from. false: the call takes of the counters.</summary>
    public async ValueTask<bool> TryPrepareAsync(string tenantId, IReadOnlyList<PathLine> lines)
    {
        if (!book.IsOn) return false;
        var now = time.GetUtcNow();
        var isWorth = true;
        for (var i = 0; i < lines.Count; i++)
        {
            var state = book.Of(tenantId, lines[i].CounterId);
            state.Ask(lines[i], now);
            isWorth &= !(lines[i].Enforced is { } limit && lines[i].Held > limit.Amount) && (state.CanDraw(lines[i], now) || state.Wish(lines[i], now) is not null);
        }

        if (!isWorth) return false;
        await shard.EnsureAsync(tenantId);
        for (var i = 0; i < lines.Count; i++)
        {
            var state = book.Of(tenantId, lines[i].CounterId);
            if (state.TryDraw(lines[i], now) || (await RefillAsync(tenantId, state, lines[i], now) && state.TryDraw(lines[i], now))) continue;
            Undo(tenantId, lines.Take(i));
            return false;
        }

        return true;
    }

    /// <summary>Names blocks to draw from for lines that come to a call that draws; as far as can be, there is enough in them.</summary>
    public async ValueTask ProvideAsync(string tenantId, IEnumerable<PathLine> lines)
    {
        var now = time.GetUtcNow();
        foreach (var line in lines)
        {
            var state = book.Of(tenantId, line.CounterId);
            state.Ask(line, now);
            if (state.TryDraw(line, now) || (await RefillAsync(tenantId, state, line, now) && state.TryDraw(line, now))) continue;
            await NameAsync(tenantId, state, line, now);
        }
    }

    /// <summary>The write did not happen: what lines were to draw is left in their blocks.</summary>
    public void Undo(string tenantId, IEnumerable<PathLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Block is { } block) book.Of(tenantId, line.CounterId).Returned(block, line.Held, isBeyond: false);
            line.Block = null;
        }
    }

    /// <summary>A write found less in the block of a line than this process believed, or no block at all.</summary>
    public void Failed(string tenantId, PathLine line, bool isThere)
    {
        var state = book.Of(tenantId, line.CounterId);
        state.Failed(line.Block, time.GetUtcNow());
        if (!isThere)
        {
            state.Forget(line.Block);
            shard.Doubt(tenantId);
        }

        line.Block = null;
    }

    private async ValueTask<bool> RefillAsync(string tenantId, BlockState state, PathLine line, DateTimeOffset now)
    {
        await state.Gate.WaitAsync();
        try
        {
            if (state.CanDraw(line, now)) return true;
            if (state.Wish(line, now) is not { } wish) return false;
            if (state.Block is not { } name) state.Opened(name = await taker.OpenAsync(tenantId, line));
            var taking = await taker.TakeAsync(tenantId, name, line, wish);
            if (taking.IsTaken) state.Taken(line, taking, now);
            else if (taking.IsGone) Forget(tenantId, state, name);
            return taking.IsTaken;
        }
        finally
        {
            state.Gate.Release();
        }
    }

    /// <summary>Where no more could be taken in advance: exactly what the call needs is taken when it turns out to be missing, or the limit refuses.</summary>
    private async ValueTask NameAsync(string tenantId, BlockState state, PathLine line, DateTimeOffset now)
    {
        await state.Gate.WaitAsync();
        try
        {
            if (state.Block is not { } name)
            {
                // A call that holds nothing of it may be charged all the same: then there is a counter to tell.
                await taker.EnsureCounterAsync(tenantId, line);
                state.Opened(name = await taker.OpenAsync(tenantId, line));
            }
            else if (!state.CanDraw(line, now))
            {
                // What was taken under a larger limit, or long ago, must not let through what the limit refuses by now.
                await visits.VisitAsync(tenantId, name, givesBack: true, closes: false, CancellationToken.None);
            }

            line.Block = name.UseId;
        }
        finally
        {
            state.Gate.Release();
        }
    }

    private void Forget(string tenantId, BlockState state, BlockName name)
    {
        state.Forget(name.UseId);
        shard.Doubt(tenantId);
    }
}
