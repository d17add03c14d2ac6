using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger;

/// <summary>Changes of counters.</summary>
internal static class CounterPatches
{
    /// <summary>Charges a counter and returns what was held of it.</summary>
    /// <param name="counterId">The counter.</param>
    /// <param name="settled">Charged; negative to correct a charge.</param>
    /// <param name="held">Returned.</param>
    /// <param name="beyond">Part of <paramref name="settled"/> that was not held.</param>
    public static BatchOperation.Patch Charge(string counterId, long settled, long held, long beyond)
    {
        var operations = new List<PatchOperation>(3);
        if (held != 0) operations.Add(new PatchOperation.Increment("held", -held));
        if (settled != 0 || operations.Count == 0) operations.Add(new PatchOperation.Increment("settled", settled));
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
        PatchOperation[] left = status == DocumentStatus.NotFound ? [] : [.. ((BatchOperation.Patch)patches[index]).Operations.Where(static operation => operation.Path == "held")];
        if (left.Length > 0 && left.Length < ((BatchOperation.Patch)patches[index]).Operations.Count) patches[index] = new BatchOperation.Patch(patches[index].Id, left);
        else patches.RemoveAt(index);
        return true;
    }
}
