namespace AgentFunctions.Core.Context.Handles;

/// <summary>What handles of an agent are made with.</summary>
internal sealed record StoredHandleKey
{
    public required byte[] Key { get; init; }
}
