namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>What the references of an owner are made with; goes with its payloads.</summary>
internal sealed record StoredPayloadKey
{
    public required byte[] Key { get; init; }
}
