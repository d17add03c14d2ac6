namespace AgentFunctions.Core.Context.Handles;

/// <summary>A piece of large content.</summary>
internal sealed record StoredHandlePart
{
    public required byte[] Data { get; init; }

    public string? Session { get; init; }

    public string? Subject { get; init; }

    public string? Team { get; init; }

    /// <summary>Of the writer, see <see cref="HandleScope.Since"/>.</summary>
    public long Since { get; init; }
}
