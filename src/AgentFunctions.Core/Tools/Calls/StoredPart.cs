namespace AgentFunctions.Core.Tools.Calls;

/// <summary>A part of an answer that is too large for one document.</summary>
/// <param name="Content">Base64.</param>
internal sealed record StoredPart(string Content)
{
    /// <summary>As of the call that it is of.</summary>
    public string? Subject { get; init; }

    public string? Agent { get; init; }

    public string? Team { get; init; }
}
