using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>The calls of one turn, all at the same time.</summary>
internal sealed class TurnFlow(RunScope scope, RunStop stop)
{
    /// <summary>Makes the calls. null: the run ended first; calls that had begun are over where it was cancelled, and are left where its time ran out.</summary>
    public async Task<TurnResult?> RunAsync(string modelStep, ModelStepResult turn)
    {
        var flow = new CallFlow(scope, stop);
        List<Task<CallStepResult?>> calls = [];
        for (var i = 0; i < turn.Calls.Count; i++)
        {
            if (turn.Calls[i] is { StepId: { } stepId } call) calls.Add(flow.RunAsync(Input(modelStep, i, call, stepId), call.Kind == ProposedCallKind.Helper ? AgentActivities.StartHelper : AgentActivities.Tool));
        }

        scope.State = scope.State with { Steps = scope.State.Steps + calls.Count };
        scope.Show();
        var all = Task.WhenAll(calls);
        if (!await stop.WaitAsync(all) && !stop.IsCancelled) return null;
        var results = await all;
        await scope.StatusWrittenAsync();
        if (results.Any(static result => result is null)) return null;
        return new TurnResult(
            TurnDigest.OfTurn(results.Select(static result => result!.Digest ?? "").Concat(turn.RejectedDigests)), results.Select(static result => result!.Fault).FirstOrDefault(static fault => fault is not null), calls.Count == 0);
    }

    private CallStepInput Input(string modelStep, int index, ProposedCall call, string stepId) => new()
    {
        TenantId = scope.State.TenantId,
        RunId = scope.State.RunId,
        StepId = stepId,
        ModelStep = modelStep,
        Index = index,
        Target = call.Target,
        InstanceId = scope.Context.InstanceId,
        EventName = $"decision.{stepId}",
    };
}
