using AgentFunctions.Core.Workflows;

namespace AgentFunctions.StoreWorker;

/// <summary>Two runs of its code, six steps each: two in turn, two in a child at the same time, two after a timer and an event.</summary>
internal sealed class Flow : Workflow<FlowInput, IReadOnlyList<string>>
{
    public static readonly WorkflowName<FlowInput, IReadOnlyList<string>> Name = new("Flow");

    public static readonly ActivityName<FlowStep, string> Note = new("Note");

    public static readonly ActivityName<FlowInput, bool> Raise = new("Raise");

    public override async Task<IReadOnlyList<string>> RunAsync(IWorkflowContext context, FlowInput input)
    {
        List<string> results = [.. input.Results];
        await StepAsync();
        await StepAsync();
        results.AddRange(await context.CallWorkflowAsync(FlowChild.Name, new FlowInput(input.Number, results.Count, [results[^1]])));
        await context.CallActivityAsync(Raise, input with { Results = [] });
        await context.CreateTimerAsync(context.Now.AddMilliseconds(20));
        await StepAsync();
        if ((await context.WaitForEventAsync<int>($"go-{input.Round}")).Value != input.Round)
            throw new InvalidOperationException("Another round's event.");
        await StepAsync();
        if (input.Round == 0)
            context.ContinueAsNew(new FlowInput(input.Number, 1, results));
        return results;

        async Task StepAsync() => results.Add(await context.CallActivityAsync(Note, new FlowStep(input.Number, results.Count, results.LastOrDefault("-"))));
    }
}
