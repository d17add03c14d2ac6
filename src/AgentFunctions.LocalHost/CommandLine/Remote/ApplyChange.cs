namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>One resource of an apply.</summary>
internal sealed record ApplyChange
{
    public string Kind { get; set; } = "";

    public string Id { get; set; } = "";

    /// <summary><c>create</c>, <c>update</c>, <c>delete</c> or <c>unchanged</c>.</summary>
    public string Action { get; set; } = "";

    public long? Version { get; set; }

    public IReadOnlyList<ApplyDiff> Diff { get; set; } = [];
}
