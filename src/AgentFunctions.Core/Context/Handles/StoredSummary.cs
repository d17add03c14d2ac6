namespace AgentFunctions.Core.Context.Handles;

/// <summary>A summary of what a handle stands for. Goes with it.</summary>
internal sealed record StoredSummary
{
    public required string Text { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public string? Subject { get; init; }

    /// <summary>Of the writer, see <see cref="HandleScope.Since"/>.</summary>
    public long Since { get; init; }
}
