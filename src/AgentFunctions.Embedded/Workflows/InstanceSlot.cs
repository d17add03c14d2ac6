using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>An instance this process works on. Fields of the queue belong to <see cref="SlotTable"/>; the rest to whoever runs its turn.</summary>
internal sealed class InstanceSlot(string id)
{
    public string Id { get; } = id;

    /// <summary>The lease it was claimed under; null: it was not.</summary>
    public string? Owner { get; set; }

    public long Epoch { get; set; }

    /// <summary>Its code, up to date with its history; null: to be replayed.</summary>
    public WorkflowExecution? Live { get; set; }

    public SlotState State { get; set; }

    /// <summary>Its place among the idle, longest idle first.</summary>
    public LinkedListNode<InstanceSlot>? Idle { get; set; }
}
