namespace AgentFunctions.Core.Ledger;

/// <summary>How soon what a dead process held is charged, and whether processes draw from blocks of limits. Section <c>AgentFunctions:Ledger</c>; the same in every process that shares a store.</summary>
public sealed class LedgerOptions
{
    public const string SectionName = "AgentFunctions:Ledger";

    /// <summary>
    /// After this long without a sign of life a process counts as gone: what it holds is charged at its bound, and its places are free. A process that was only slow corrects the charge when its calls end. Default
    /// 20 s, 2 s to 5 min.
    /// </summary>
    public TimeSpan OwnerLife { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often holds of dead processes and holds past their lease are looked for. Default 5 s, 1 s to 1 min.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a process draws what calls spend of limits that are used a lot from blocks, in a shard of its own, rather than from the counters that all share. Where it is not set: on where the store is Cosmos DB, off
    /// elsewhere.
    /// </summary>
    public bool? Blocks { get; set; }

    /// <summary>For how long a block shall last at the present use; one that nothing was drawn from for this long goes back. Default 10 s, 1 s to 1 min.</summary>
    public TimeSpan BlockLife { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A block is taken only if it is good for so many calls like the one that needs it; else the call takes of the counters. Default 4, 1 to 1000.</summary>
    public int BlockCalls { get; set; } = 4;

    /// <summary>The most that a process takes at once of what nobody holds of a limit, in percent. Default 10, 1 to 50.</summary>
    public int BlockPercent { get; set; } = 10;
}
