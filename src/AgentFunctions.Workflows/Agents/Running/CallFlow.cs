using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>One call from its first try to its end: waits for limits, for people, for the run of a helper.</summary>
internal sealed class CallFlow(RunScope scope, RunStop stop)
{
    /// <summary>An expiry is seen where approvals are kept; a moment later it is sure to be.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>The result of the call; null where the run ended first.</summary>
    public async Task<CallStepResult?> RunAsync(CallStepInput call, ActivityName<CallStepInput, CallStepResult> activity)
    {
        var tries = 0;
        for (var number = 1; ; number++)
        {
            var input = call with { EventName = $"{call.EventName}.{number}", IsLastTry = tries >= Waits.MaxTries - 1 };
            CallStepResult result;
            try
            {
                result = await PatientCalls.CallAsync(scope.Context, activity, input, stop.DelayAsync);
            }
            catch (WorkflowTaskFailedException) when (stop.IsRequested)
            {
                return null;
            }

            switch (result.Outcome)
            {
                case CallStepOutcome.NotNow:
                    if (!Waits.IsLimit(result.Fault!)) tries++;
                    if (!await stop.DelayAsync(Waits.Before(Math.Max(tries, 1), result.RetryAfter))) return null;
                    break;
                case CallStepOutcome.Asked:
                    if (!await AskedAsync(result)) return null;
                    call = call with { ApprovalId = result.IsOutcome ? call.ApprovalId : result.ApprovalId, WaitedFor = result.ApprovalId };
                    break;
                case CallStepOutcome.Started:
                    if (!await HelpedAsync(result.ChildRunId!)) return null;
                    activity = AgentActivities.EndHelper;
                    break;
                default:
                    return result;
            }
        }
    }

    private async Task<bool> AskedAsync(CallStepResult asked)
    {
        scope.Enter();
        var timeout = asked.ExpiresAt is { } end ? end - scope.Context.Now + Grace : (TimeSpan?)null;
        if (timeout <= TimeSpan.Zero) timeout = Grace;
        var isDecided = await stop.EventAsync(asked.EventName!, timeout);
        scope.Leave();
        return isDecided;
    }

    private async Task<bool> HelpedAsync(string childRunId)
    {
        var (tenant, context) = (scope.State.TenantId, scope.Context);
        var child = RunChildAsync(context, new RunStart(tenant, childRunId));
        if (await stop.WaitAsync(child)) return true;

        // Past its deadline the helper ends by itself: it has no later one.
        if (!stop.IsCancelled) return false;
        await context.CallActivityAsync(AgentActivities.CancelHelper, new RunCancellation(tenant, childRunId, "The run that it is part of is cancelled."), AgentActivities.Retries);
        await child;
        return true;
    }

    private static async Task RunChildAsync(IWorkflowContext context, RunStart start)
    {
        try
        {
            await context.CallWorkflowAsync(RunWorkflows.Agent, start, RunWorkflows.InstanceOf(start.TenantId, start.RunId));
        }
        catch (WorkflowTaskFailedException)
        {
            // What became of it is in its run.
        }
    }
}
