namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>What PUT /api/resources did, or would do. Source: docs/api.md.</summary>
internal sealed record ApplyAnswer
{
    public bool DryRun { get; set; }

    public long? Sequence { get; set; }

    public IReadOnlyList<ApplyChange> Changes { get; set; } = [];

    public ApplySummary Summary { get; set; } = new();
}
