namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// What this process remembers of one counter and of its block of it. It decides which way a call goes, never whether it may: that is a condition of the write. A memory that is wrong costs a write.
/// </summary>
internal sealed class BlockState(TimeSpan life, int percent, int leastCalls)
{
    private readonly Lock _turn = new();
    private readonly BlockDemand _demand = new(life);
    private BlockName? _block;
    private long _left;
    private long _under;
    private DateTimeOffset _groundedAt;
    private DateTimeOffset _drawnAt;
    private DateTimeOffset _askedAt;
    private DateTimeOffset _coolUntil;
    private long? _sum;
    private CounterValues _counter;
    private long _told;
    private long _toldWithin;
    private int _recalls;

    /// <summary>One at a time takes more.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>One at a time calls blocks back.</summary>
    public SemaphoreSlim Recall { get; } = new(1, 1);

    /// <summary>Times that blocks were called back, the present one included.</summary>
    public int Recalls
    {
        get => Volatile.Read(ref _recalls);
        set => Volatile.Write(ref _recalls, value);
    }

    public BlockName? Block
    {
        get
        {
            lock (_turn) return _block;
        }
    }

    /// <summary>A call is about to ask for so much.</summary>
    public void Ask(PathLine line, DateTimeOffset now)
    {
        lock (_turn)
        {
            _askedAt = now;
            _demand.Ask(Math.Max(1, line.Held), now);
        }
    }

    /// <summary>Whether the call can draw from the block as it is.</summary>
    public bool CanDraw(PathLine line, DateTimeOffset now)
    {
        lock (_turn) return _block is not null && _left >= line.Held && IsGrounded(line, now);
    }

    /// <summary>Draws, in memory: the write follows.</summary>
    public bool TryDraw(PathLine line, DateTimeOffset now)
    {
        lock (_turn)
        {
            if (_block is not { } block || _left < line.Held || !IsGrounded(line, now)) return false;
            _left -= line.Held;
            _drawnAt = now;
            line.Block = block.UseId;
            return true;
        }
    }

    /// <summary>How much more to take, 0 where there is enough and only the limit has to be looked at; null where a block is not worth it, for little is left or little is used.</summary>
    public long? Wish(PathLine line, DateTimeOffset now)
    {
        lock (_turn)
        {
            if (_sum is not { } sum || now < _coolUntil) return null;
            var amount = Math.Min(line.Enforced?.Amount ?? long.MaxValue, line.Shadow?.Amount ?? long.MaxValue);
            var share = (long)((Int128)Math.Max(0, amount - sum) * percent / 100);
            var wish = Math.Min(_demand.Of(now), share);
            return (Int128)wish < (Int128)leastCalls * Math.Max(1, line.Held) ? null : Math.Max(0, wish - _left);
        }
    }

    /// <summary>Where the counter stood a moment ago.</summary>
    public void Seen(in CounterValues values)
    {
        lock (_turn) _sum = values.Settled + values.Held;
    }

    public void Opened(BlockName block)
    {
        lock (_turn) (_block, _left, _groundedAt) = (block, 0, default);
    }

    public void Taken(PathLine line, BlockTaking taking, DateTimeOffset now)
    {
        lock (_turn)
        {
            (_left, _counter, _sum) = (taking.Use!.Left, taking.Counter, taking.Counter.Settled + taking.Counter.Held);
            (_toldWithin, _told) = (taking.Grant!.Settled, taking.Grant.Settled + taking.Grant.Overrun);
            (_under, _groundedAt, _drawnAt) = (line.Enforced?.Amount ?? long.MaxValue, now, now);
        }
    }

    /// <summary>What a call held came back to the block, in part or in whole.</summary>
    public void Returned(string useId, long amount, bool isBeyond)
    {
        lock (_turn)
        {
            if (_block?.UseId != useId) return;
            _left += amount;

            // What went beyond counts against the limit: the next call looks where that stands.
            if (isBeyond) _groundedAt = default;
        }
    }

    /// <summary>There was less in the block than this process believed: somebody needed it more.</summary>
    public void Failed(string? useId, DateTimeOffset now)
    {
        lock (_turn)
        {
            if (_block?.UseId != useId) return;
            (_left, _coolUntil) = (0, now + life);
        }
    }

    public void Forget(string? useId)
    {
        lock (_turn)
        {
            if (_block?.UseId == useId) (_block, _left) = (null, 0);
        }
    }

    /// <summary>Gives the block up if nothing was drawn from it for as long as blocks last; true: it is not, or not any more, the one that calls draw from.</summary>
    public bool TryGiveUp(string useId, DateTimeOffset now, bool always)
    {
        lock (_turn)
        {
            if (_block?.UseId != useId) return true;
            if (!always && now - _drawnAt < life) return false;
            (_block, _left) = (null, 0);
            return true;
        }
    }

    public bool IsIdle(DateTimeOffset now)
    {
        lock (_turn) return _block is null && now - _askedAt > life * 2;
    }

    /// <summary>Where the counter stands as far as this process knows; what is left of its own block counts as held by nobody.</summary>
    public CounterValues Estimate(StoredUse use)
    {
        lock (_turn)
        {
            var spent = use.Settled - _toldWithin;
            return new CounterValues(Math.Max(0, _counter.Settled + use.Settled + use.Overrun - _told), Math.Max(0, _counter.Held - spent - use.Left), _counter.Overrun + use.Overrun - (_told - _toldWithin));
        }
    }

    /// <summary>What is left was taken a moment ago, under a limit that is not smaller by now.</summary>
    private bool IsGrounded(PathLine line, DateTimeOffset now) => now - _groundedAt < life && (line.Enforced?.Amount ?? long.MaxValue) >= _under;
}
