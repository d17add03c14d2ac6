namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>Somebody who has payloads, so that they are found when the tenant goes.</summary>
internal sealed record StoredPayloadOwner
{
    public required string Owner { get; init; }
}
