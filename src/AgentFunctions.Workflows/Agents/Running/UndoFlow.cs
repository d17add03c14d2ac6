using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Undoes what a cancelled run did, the latest first. A call that cannot be undone is noted and does not keep the others from it.</summary>
internal sealed class UndoFlow(RunScope scope)
{
    /// <summary>true: all is undone. false: there is more, for the next generation of the history.</summary>
    public async Task<bool> RunAsync(int most)
    {
        using var never = RunStop.Never(scope.Context);
        var flow = new CallFlow(scope, never);
        for (var i = 0; i < most; i++)
        {
            var state = scope.State;
            var step = await scope.Context.CallActivityAsync(AgentActivities.NextCompensation, new CompensationInput(state.TenantId, state.RunId, state.Undoing!), AgentActivities.Retries);
            if (step.Undoes is not { } undone) return true;
            var number = state.Steps + 1;
            var result = await TryAsync(
                flow,
                new CallStepInput
                {
                    TenantId = state.TenantId,
                    RunId = state.RunId,
                    StepId = StepIds.Compensation(number, step.Tool!),
                    ModelStep = step.ModelStep!,
                    Index = step.Index,
                    Target = step.Tool!,
                    Undoes = undone,
                    InstanceId = scope.Context.InstanceId,
                    EventName = $"decision.{StepIds.Compensation(number, step.Tool!)}",
                });
            await scope.StatusWrittenAsync();
            var isUndone = result is { IsError: false, Fault: null };
            scope.State = state with { Steps = number, Undoing = step.Next, NotUndone = state.NotUndone + (isUndone ? 0 : 1) };
            scope.Show();
        }

        return false;
    }

    private static async Task<CallStepResult?> TryAsync(CallFlow flow, CallStepInput call)
    {
        try
        {
            return await flow.RunAsync(call, AgentActivities.Tool);
        }
        catch (WorkflowTaskFailedException)
        {
            return null;
        }
    }
}
