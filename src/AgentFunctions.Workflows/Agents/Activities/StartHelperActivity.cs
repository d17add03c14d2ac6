using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Writes the run of a helper, for the workflow to run as a child. Depth, budget and whether it is in service are checked where runs are written.</summary>
internal sealed class StartHelperActivity(IRunWork runs, IAgentBlueprints blueprints, CallArguments arguments, CallSteps steps, SeenContent seen) : Activity<CallStepInput, CallStepResult>
{
    public override async Task<CallStepResult> RunAsync(CallStepInput input, CancellationToken cancellationToken)
    {
        var given = await arguments.ReadAsync(input, null, cancellationToken);
        var step = await steps.BeginAsync(input, RunStepKind.Agent, given, null, cancellationToken);
        if (CallSteps.IsEnded(step)) return await steps.ResultAsync(input, step, cancellationToken);
        var work = await runs.FindAsync(input.TenantId, input.RunId, cancellationToken);
        var child = await runs.StartChildAsync(
            input.TenantId,
            new ChildRun
            {
                ParentRunId = input.RunId,
                StepId = input.StepId,
                Target = new RunTarget(RunTargetKind.Agent, input.Target),
                Input = given.TryGetProperty("input", out var asked) ? asked : given,

                // What the helper is told, the model made of all that it had seen.
                InputLabel = work is null ? null : await seen.BeforeAsync(work, await blueprints.FindAsync(work, cancellationToken), input, cancellationToken),
            },
            cancellationToken);
        if (child.Value is { } started) return new CallStepResult { Outcome = CallStepOutcome.Started, ChildRunId = started.Run.Id };
        var fault = RunFault.Of(child.Error!);
        return Waits.MayComeLater(child.Error!) && !input.IsLastTry
            ? await steps.PostponeAsync(input, step, fault, child.Error!.RetryAfter, cancellationToken)
            : await steps.RefuseAsync(input, step, given, fault, cancellationToken);
    }
}
