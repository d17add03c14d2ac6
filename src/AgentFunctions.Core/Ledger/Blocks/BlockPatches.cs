using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>Changes of the use of a block. Each is one atomic patch that keeps <c>left</c> true.</summary>
internal static class BlockPatches
{
    /// <summary>The condition that <paramref name="more"/> can be drawn.</summary>
    public static DocumentFilter Room(long more) =>
        DocumentFilter.And(new DocumentFilter.Compare("left", FilterOperator.GreaterOrEqual, more), DocumentFilter.Equal("closed", false));

    /// <summary>Draws a hold.</summary>
    public static BatchOperation.Patch Hold(string useId, long more) =>
        new(useId, [new PatchOperation.Increment("held", more), new PatchOperation.Increment("left", -more)], Room(more));

    /// <summary>Draws a charge, while what is held stays held.</summary>
    public static BatchOperation.Patch Settle(string useId, long more) =>
        new(useId, [new PatchOperation.Increment("settled", more), new PatchOperation.Increment("left", -more)], Room(more));

    /// <summary>Charges a block and returns what was held of it.</summary>
    /// <param name="useId">The block.</param>
    /// <param name="settled">Charged; negative to correct a charge.</param>
    /// <param name="held">Returned.</param>
    /// <param name="beyond">Part of <paramref name="settled"/> that was not held.</param>
    public static BatchOperation.Patch Charge(string useId, long settled, long held, long beyond)
    {
        var within = settled - beyond;
        var operations = new List<PatchOperation>(5) { new PatchOperation.SetValue("due", true) };
        if (held != 0) operations.Add(new PatchOperation.Increment("held", -held));
        if (within != 0) operations.Add(new PatchOperation.Increment("settled", within));
        if (held != within) operations.Add(new PatchOperation.Increment("left", held - within));
        if (beyond != 0) operations.Add(new PatchOperation.Increment("overrun", beyond));
        return new BatchOperation.Patch(useId, operations);
    }

    /// <summary>Lets the use know what was granted, once.</summary>
    public static (IReadOnlyList<PatchOperation> Operations, DocumentFilter If) Raise(long known, long granted) =>
        ([new PatchOperation.SetValue("granted", granted), new PatchOperation.Increment("left", granted - known)], DocumentFilter.Equal("granted", known));

    /// <summary>Gives back what is left.</summary>
    public static (IReadOnlyList<PatchOperation> Operations, DocumentFilter If) Return(long left) =>
        ([new PatchOperation.Increment("returned", left), new PatchOperation.Increment("left", -left)], new DocumentFilter.Compare("left", FilterOperator.GreaterOrEqual, left));

    /// <summary>Ends drawing from a block of which nothing is held.</summary>
    public static (IReadOnlyList<PatchOperation> Operations, DocumentFilter If) Close() => ([new PatchOperation.SetValue("closed", true)], DocumentFilter.Equal("held", 0));
}
