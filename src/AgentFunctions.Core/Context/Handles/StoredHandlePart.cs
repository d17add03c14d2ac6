namespace AgentFunctions.Core.Context.Handles;

/// <summary>A piece of large content.</summary>
internal sealed record StoredHandlePart
{
    public required byte[] Data { get; init; }

    public string? Session { get; init; }

    public string? Subject { get; init; }
}
