namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>A part of a payload.</summary>
internal sealed record StoredPayloadPart
{
    public required byte[] Data { get; init; }
}
