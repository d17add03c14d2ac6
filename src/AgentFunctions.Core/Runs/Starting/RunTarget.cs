namespace AgentFunctions.Core.Runs.Starting;

/// <summary>What is run: <c>agents/demo</c>, <c>workflows/triage</c>.</summary>
/// <param name="Kind">An agent, or a workflow declared as data.</param>
/// <param name="Id">Which one.</param>
public readonly record struct RunTarget(RunTargetKind Kind, string Id)
{
    /// <summary>The kind of resource it is.</summary>
    public string ResourceKind => Kind == RunTargetKind.Agent ? "agents" : "workflows";

    /// <summary>The target of its written form; null for any other text.</summary>
    public static RunTarget? Parse(string? text)
    {
        if (text is null) return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Resources.ResourceIds.IsValid(text.AsSpan(slash + 1))) return null;
        return text[..slash] switch
        {
            "agents" => new RunTarget(RunTargetKind.Agent, text[(slash + 1)..]),
            "workflows" => new RunTarget(RunTargetKind.Workflow, text[(slash + 1)..]),
            _ => null,
        };
    }

    public override string ToString() => $"{ResourceKind}/{Id}";
}
