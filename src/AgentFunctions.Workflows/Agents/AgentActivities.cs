using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents;

/// <summary>The activities of agents' runs by the names under which they are in histories.</summary>
internal static class AgentActivities
{
    public static ActivityName<RunStart, AgentRunPlan> Load { get; } = new("AgentLoadRun");

    public static ActivityName<ModelStepInput, ModelStepResult> Model { get; } = new("AgentCallModel");

    public static ActivityName<CallStepInput, CallStepResult> Tool { get; } = new("AgentCallTool");

    public static ActivityName<CallStepInput, CallStepResult> StartHelper { get; } = new("AgentStartHelper");

    public static ActivityName<CallStepInput, CallStepResult> EndHelper { get; } = new("AgentEndHelper");

    public static ActivityName<RunCancellation, bool> CancelHelper { get; } = new("AgentCancelHelper");

    public static ActivityName<CompensationInput, CompensationStep> NextCompensation { get; } = new("AgentNextCompensation");

    public static ActivityName<RunStatusInput, bool> SetStatus { get; } = new("AgentSetStatus");

    public static ActivityName<CloseRunInput, RunEnd> Close { get; } = new("AgentCloseRun");

    public static ActivityName<FailRunInput, AgentRunPlan> Fail { get; } = new("AgentFailRun");

    /// <summary>Tries of what the workflow itself tries again, so that the end of a run is heard in between: as many as <see cref="Retries"/> makes.</summary>
    public static RetryPolicy OneTry { get; } = new(1, TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(1));

    /// <summary>The same, of tries that others follow.</summary>
    public static RetryPolicy OneOfMany { get; } = OneTry with { MoreFollow = true };

    /// <summary>A store that is away for a while delays a run and does not fail it: about ten minutes in all.</summary>
    public static RetryPolicy Retries { get; } = new(24, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30));
}
