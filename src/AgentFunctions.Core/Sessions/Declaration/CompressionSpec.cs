namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>How content is made smaller before a model is shown it.</summary>
public sealed record CompressionSpec : CompressionTuning
{
    public bool Enabled { get; set; } = true;

    /// <summary>Layers that are applied: <c>duplicates</c>, <c>json</c>, <c>logs</c>, <c>pages</c>, <c>condense</c>, <c>clear</c>, <c>summaries</c>; null: all.</summary>
    public IReadOnlyList<string>? Layers { get; set; }

    /// <summary>Who writes summaries of messages that are left out whole; null: nobody, no model is asked.</summary>
    public SummarySpec? Summary { get; set; }
}
