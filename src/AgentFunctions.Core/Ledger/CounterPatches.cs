using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.Core.Ledger;

/// <summary>Changes of counters.</summary>
internal static class CounterPatches
{
    /// <summary>Charges what a line is held of, the counter or a block of it, and returns what was held.</summary>
    /// <param name="line">What is held.</param>
    /// <param name="settled">Charged; negative to correct a charge.</param>
    /// <param name="held">Returned.</param>
    /// <param name="beyond">Part of <paramref name="settled"/> that was not held.</param>
    public static BatchOperation.Patch Charge(HeldLine line, long settled, long held, long beyond)
    {
        if (line.Block is { } block) return BlockPatches.Charge(block, settled, held, beyond);
        var operations = new List<PatchOperation>(3);
        if (held != 0) operations.Add(new PatchOperation.Increment("held", -held));
        if (settled != 0 || operations.Count == 0) operations.Add(new PatchOperation.Increment("settled", settled));
        if (beyond != 0) operations.Add(new PatchOperation.Increment("overrun", beyond));
        return new BatchOperation.Patch(line.CounterId, operations);
    }

    /// <summary>Takes a block of a counter.</summary>
    public static BatchOperation.Patch Take(string counterId, long more, DocumentFilter? room) =>
        new(counterId, [new PatchOperation.Increment("held", more), new PatchOperation.Increment("blocks", more)], room);

    /// <summary>Charges a counter what was spent of a block, and returns that and what was not used from what is held for the block.</summary>
    /// <param name="counterId">The counter.</param>
    /// <param name="settled">Charged; negative to correct a charge.</param>
    /// <param name="held">No longer held for the block.</param>
    /// <param name="beyond">Part of <paramref name="settled"/> that was not held.</param>
    public static BatchOperation.Patch Return(string counterId, long settled, long held, long beyond)
    {
        var operations = new List<PatchOperation>(4);
        if (held != 0) operations.AddRange([new PatchOperation.Increment("held", -held), new PatchOperation.Increment("blocks", -held)]);
        if (settled != 0) operations.Add(new PatchOperation.Increment("settled", settled));
        if (beyond != 0) operations.Add(new PatchOperation.Increment("overrun", beyond));
        return new BatchOperation.Patch(counterId, operations);
    }

    /// <summary>
    /// Makes a batch pass a counter that cannot take its charge: one that is gone with its window is left out, one at the end of what integers hold only gets back what was held of it. A call must end and a sweep must go
    /// on whatever one counter says. false: this is none of these.
    /// </summary>
    public static bool TryRelax(List<BatchOperation> patches, int index, DocumentStatus status)
    {
        if (status is not (DocumentStatus.NotFound or DocumentStatus.Unprocessable)) return false;
        PatchOperation[] left = status == DocumentStatus.NotFound ? [] : [.. ((BatchOperation.Patch)patches[index]).Operations.Where(static operation => operation.Path is "held" or "left" or "blocks" or "due")];
        if (left.Length > 0 && left.Length < ((BatchOperation.Patch)patches[index]).Operations.Count) patches[index] = new BatchOperation.Patch(patches[index].Id, left);
        else patches.RemoveAt(index);
        return true;
    }
}
