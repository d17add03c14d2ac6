using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>The activities of definitions' runs by the names under which they are in histories.</summary>
internal static class DefinitionActivities
{
    public static ActivityName<LoadInput, DefinitionPlan> Load { get; } = new("DefinitionLoad");

    public static ActivityName<StepInput, StepResult> Tool { get; } = new("DefinitionCallTool");

    public static ActivityName<StepInput, StepResult> Child { get; } = new("DefinitionRunChild");

    public static ActivityName<StepInput, StepResult> People { get; } = new("DefinitionAskPeople");

    public static ActivityName<StepInput, StepResult> Mark { get; } = new("DefinitionMark");

    public static ActivityName<StopInput, bool> Stop { get; } = new("DefinitionStopStep");

    public static ActivityName<EvaluateInput, EvaluateResult> Evaluate { get; } = new("DefinitionEvaluate");

    public static ActivityName<ListInput, ListResult> List { get; } = new("DefinitionList");

    public static ActivityName<CloseInput, RunEnd> Close { get; } = new("DefinitionClose");
}
