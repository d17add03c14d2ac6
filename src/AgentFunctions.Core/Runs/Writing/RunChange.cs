using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>What is to be written to a run at once: fields of its document, other documents of its partition, and an event for each thing that happened.</summary>
internal sealed record RunChange
{
    /// <summary>At most nine.</summary>
    public IReadOnlyList<PatchOperation> Fields { get; init; } = [];

    public IReadOnlyList<BatchOperation> Documents { get; init; } = [];

    public IReadOnlyList<RunEventDraft> Events { get; init; } = [];
}
