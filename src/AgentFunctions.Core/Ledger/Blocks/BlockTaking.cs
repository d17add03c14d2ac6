namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>What came of taking a block, or more for one.</summary>
/// <param name="IsTaken">It was taken.</param>
/// <param name="IsGone">The block is not to be drawn from any more; another one may be taken.</param>
/// <param name="Use">What stands in the block; set where it was taken.</param>
/// <param name="Grant">What its counter knows of it; set where it was taken.</param>
/// <param name="Counter">Where the counter stood right after.</param>
internal readonly record struct BlockTaking(bool IsTaken, bool IsGone, StoredUse? Use, StoredGrant? Grant, CounterValues Counter)
{
    public static BlockTaking NoRoom => default;

    public static BlockTaking Gone => new(false, true, null, null, default);
}
