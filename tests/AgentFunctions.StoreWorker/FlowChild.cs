using AgentFunctions.Core.Workflows;

namespace AgentFunctions.StoreWorker;

/// <summary>Two steps at the same time, the first of them numbered by the input's round.</summary>
internal sealed class FlowChild : Workflow<FlowInput, IReadOnlyList<string>>
{
    public static readonly WorkflowName<FlowInput, IReadOnlyList<string>> Name = new("FlowChild");

    public override async Task<IReadOnlyList<string>> RunAsync(IWorkflowContext context, FlowInput input) =>
        await Task.WhenAll(Enumerable.Range(input.Round, 2).Select(step => context.CallActivityAsync(Flow.Note, new FlowStep(input.Number, step, input.Results[0]))));
}
