namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// A block as its counter knows it, <c>b:{counter}:{shard}:{serial}</c> in shard <c>0</c>. It changes in one batch with the counter, whose <c>held</c> and <c>blocks</c> hold <c>Granted - Returned - Settled</c> for it.
/// Everything but what was granted is copied from the use.
/// </summary>
internal sealed record StoredGrant
{
    public long Granted { get; init; }

    public long Returned { get; init; }

    public long Settled { get; init; }

    public long Overrun { get; init; }

    /// <summary>Nothing more is granted to it.</summary>
    public bool Closed { get; init; }

    /// <summary>What the counter holds for it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Outstanding => Granted - Returned - Settled;

    public bool Says(StoredUse use) => Returned == use.Returned && Settled == use.Settled && Overrun == use.Overrun && Closed == use.Closed;
}
