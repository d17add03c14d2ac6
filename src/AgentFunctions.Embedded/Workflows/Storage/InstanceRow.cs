namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>An instance as the engine needs it.</summary>
internal sealed record InstanceRow(
    long Key, string Id, string Name, int Version, InstanceState State, bool IsSuspended, ParentLink? Parent, int Generation, string? Owner, long Epoch, long Events, long? Wake)
{
    public bool IsActive => State < InstanceState.Completed;
}
