namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>How content is made smaller before a model is shown it.</summary>
public sealed record CompressionSpec
{
    public bool Enabled { get; set; } = true;

    /// <summary>Layers that are applied: <c>duplicates</c>, <c>projection</c>, <c>handles</c>, <c>stale</c>, <c>logs</c>, <c>summaries</c>; null: all.</summary>
    public IReadOnlyList<string>? Layers { get; set; }
}
