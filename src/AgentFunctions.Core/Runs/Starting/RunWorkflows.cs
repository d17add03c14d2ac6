using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>The workflows that do runs, by the names under which they are in the catalogue, and how an instance is found from its run.</summary>
public static class RunWorkflows
{
    /// <summary>Event that asks a run to end in good order: it starts nothing more, undoes what it can and closes as <see cref="RunStatus.Cancelled"/>. Payload: <c>{"reason","by"}</c>.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>Runs of an agent.</summary>
    public static WorkflowName<RunStart, RunEnd> Agent { get; } = new("AgentRun");

    /// <summary>Runs of a workflow that is declared as data.</summary>
    public static WorkflowName<RunStart, RunEnd> Definition { get; } = new("DefinitionRun");

    /// <summary>The instance that does a run, children included: <c>{tenant}:{runId}</c>, at most <see cref="WorkflowLimits.MaxInstanceIdLength"/> characters for ids of ours.</summary>
    public static string InstanceOf(string tenantId, string runId) => $"{tenantId}:{runId}";

    /// <summary>The name of the workflow that does runs of a target.</summary>
    public static string NameFor(RunTargetKind kind) => kind == RunTargetKind.Agent ? Agent.Name : Definition.Name;
}
