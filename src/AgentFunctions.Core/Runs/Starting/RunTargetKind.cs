namespace AgentFunctions.Core.Runs.Starting;

/// <summary>What a run of ours is a run of. On the wire: <c>agents</c>, <c>workflows</c>.</summary>
public enum RunTargetKind
{
    Agent,
    Workflow,
}
