using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What is to be done for a draft, if nothing changes before.</summary>
/// <param name="Result">What became of it then.</param>
/// <param name="Operations">One batch; empty: nothing.</param>
internal sealed record MemoryPlan(MemoryWriteResult Result, IReadOnlyList<BatchOperation> Operations)
{
    /// <summary>It makes a record.</summary>
    public bool IsNew { get; init; }
}
