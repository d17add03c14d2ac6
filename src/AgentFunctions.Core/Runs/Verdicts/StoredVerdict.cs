namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>The document <c>verdict</c> of a run.</summary>
internal sealed record StoredVerdict
{
    public required bool Success { get; init; }

    public required string By { get; init; }

    public required long At { get; init; }
}
