namespace AgentFunctions.Core.Runs.Steps;

/// <summary>What a step of a run is. On the wire: the name in camelCase.</summary>
public enum RunStepKind
{
    Model,
    Tool,
    Approval,
    Ask,
    Event,
    Timer,
    Agent,
    Workflow,
    Compensation,
}
