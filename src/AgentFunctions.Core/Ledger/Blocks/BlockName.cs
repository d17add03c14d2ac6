namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>
/// A block: what one process may spend of one counter. It is two documents: the grant beside the counter in shard <c>0</c> says how much was taken, the use in the process's own shard what became of it. A name is used once;
/// neither document is ever made again for it.
/// </summary>
/// <param name="Shard">Shard of the process.</param>
/// <param name="CounterId">The counter.</param>
/// <param name="Serial">Tells the blocks of one process and counter apart.</param>
internal readonly record struct BlockName(string Shard, string CounterId, string Serial)
{
    public const string UsePrefix = "a:";

    public const string GrantPrefix = "b:";

    public string UseId => $"{UsePrefix}{CounterId}:{Serial}";

    public string GrantId => $"{GrantPrefix}{CounterId}:{Shard}:{Serial}";

    public static BlockName New(string shard, string counterId) => new(shard, counterId, Guid.NewGuid().ToString("N"));

    public static BlockName OfUse(string shard, string useId)
    {
        var parts = useId.Split(':');
        return new BlockName(shard, parts[1], parts[2]);
    }

    public static BlockName OfGrant(string grantId)
    {
        var parts = grantId.Split(':');
        return new BlockName(parts[2], parts[1], parts[3]);
    }

    /// <summary>What the ids of all grants of a counter begin with.</summary>
    public static string GrantsOf(string counterId) => $"{GrantPrefix}{counterId}:";
}
