using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents;

/// <summary>
/// A run of an agent. The workflow knows counters, ids and digests; what was said and done is in the journal of the run. Its history begins anew every <see cref="AgentLoop.StepsAGeneration"/> steps, so a run of ten thousand
/// steps has a short one.
/// </summary>
internal sealed class AgentRunWorkflow : Workflow<AgentRunState, RunEnd>
{
    public override async Task<RunEnd> RunAsync(IWorkflowContext context, AgentRunState input)
    {
        var plan = await context.CallActivityAsync(AgentActivities.Load, new RunStart(input.TenantId, input.RunId), AgentActivities.Retries);
        if (plan.Closed is { } closed) return new RunEnd(input.RunId, closed);
        var scope = new RunScope(context, input, plan);
        using var stop = RunStop.Of(context, plan);
        if (await new AgentLoop(scope, stop).RunAsync() is { } end) return end;
        context.ContinueAsNew(scope.State);
        return new RunEnd(input.RunId, RunStatuses.ToName(RunStatus.Running));
    }
}
