namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>How much of a counter the calls of this process ask for in about the life of a block: what they asked for in the present span and in the one before. Not thread-safe.</summary>
internal sealed class BlockDemand(TimeSpan span)
{
    private DateTimeOffset _begun;
    private long _present;
    private long _before;

    public void Ask(long amount, DateTimeOffset now)
    {
        Turn(now);
        _present = amount > long.MaxValue - _present ? long.MaxValue : _present + amount;
    }

    public long Of(DateTimeOffset now)
    {
        Turn(now);
        return Math.Max(_present, _before);
    }

    private void Turn(DateTimeOffset now)
    {
        if (now - _begun < span) return;
        _before = now - _begun < span * 2 ? _present : 0;
        (_begun, _present) = (now, 0);
    }
}
