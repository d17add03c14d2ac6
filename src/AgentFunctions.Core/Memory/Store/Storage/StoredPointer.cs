namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>Leads to a record.</summary>
internal sealed record StoredPointer
{
    public required string Id { get; init; }
}
