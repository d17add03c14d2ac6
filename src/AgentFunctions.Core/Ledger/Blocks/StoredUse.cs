namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// What became of a block, <c>a:{counter}:{serial}</c> in the shard of its process. Calls draw from it as they would from the counter. <c>Left</c> is always <c>Granted - Returned - Settled - Held</c>.
/// </summary>
internal sealed record StoredUse
{
    public long Left { get; init; }

    public long Held { get; init; }

    /// <summary>Charged, as far as it was held.</summary>
    public long Settled { get; init; }

    /// <summary>Charged beyond what was held.</summary>
    public long Overrun { get; init; }

    /// <summary>As far as the process knows of what the grant says.</summary>
    public long Granted { get; init; }

    /// <summary>Given back unused.</summary>
    public long Returned { get; init; }

    /// <summary>Nothing is drawn from it any more.</summary>
    public bool Closed { get; init; }

    /// <summary>There may be something that the grant does not say yet.</summary>
    public bool Due { get; init; }

    /// <summary>Second in which the counter is dropped; null for those that are kept.</summary>
    public long? Until { get; init; }
}
