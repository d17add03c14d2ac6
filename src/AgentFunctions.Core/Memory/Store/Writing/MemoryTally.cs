using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>A new record, counted.</summary>
/// <param name="Refusal">There are too many by now.</param>
/// <param name="Operations">What goes with the record, into its batch.</param>
internal sealed record MemoryTally(MemoryWriteResult? Refusal, IReadOnlyList<BatchOperation> Operations);
