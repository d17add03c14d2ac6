using AgentFunctions.Core.Errors;
using AgentFunctions.Workflows.Agents.Activities;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>One turn of the model, with the waits for limits and for providers that are away.</summary>
internal sealed class ModelFlow(RunScope scope, RunStop stop)
{
    /// <summary>What the model said; null where the run ended first.</summary>
    public async Task<ModelStepResult?> RunAsync()
    {
        var state = scope.State;
        var input = new ModelStepInput(state.TenantId, state.RunId, state.Steps, state.LastModelStep, scope.Plan.Deadline);
        var tries = 0;
        RunFault? cause = null;
        while (true)
        {
            var call = scope.Context.CallActivityAsync(AgentActivities.Model, input, AgentActivities.Retries);

            // A model changes nothing in the world: what it says after the end of the run is not waited for.
            if (!await stop.WaitAsync(call)) return null;
            var result = await call;
            if (result.Outcome != ModelStepOutcome.NotNow) return IsDeadline(result) ? null : result;
            if (!Waits.IsLimit(result.Fault!))
            {
                if (result.Fault!.Code != ErrorCodes.AllTargetsCooling) cause ??= result.Fault;
                if (++tries >= Waits.MaxTries) return result with { Outcome = ModelStepOutcome.Failed, Fault = Told(cause, result.Fault, tries) };
            }

            if (!await stop.DelayAsync(Waits.Before(Math.Max(tries, 1), result.RetryAfter))) return null;
        }
    }

    /// <summary>What failed first is why: that its targets are left alone since only follows from it.</summary>
    private static RunFault Told(RunFault? cause, RunFault last, int tries)
    {
        var fault = cause ?? last;
        var then = fault.Message == last.Message ? "" : $" The last time: {last.Message}";
        return fault with { Message = $"{fault.Message} It was tried {tries} times.{then}" };
    }

    private static bool IsDeadline(ModelStepResult result) => result.Fault?.Code == ErrorCodes.DeadlineExceeded;
}
