using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Takes what the run of a helper came to. The child's workflow is over when this runs.</summary>
internal sealed class EndHelperActivity(IRunWork runs, CallArguments arguments, CallSteps steps, StepContent content) : Activity<CallStepInput, CallStepResult>
{
    public override async Task<CallStepResult> RunAsync(CallStepInput input, CancellationToken cancellationToken)
    {
        var given = await arguments.ReadAsync(input, null, cancellationToken);
        var step = await steps.BeginAsync(input, RunStepKind.Agent, given, null, cancellationToken);
        if (CallSteps.IsEnded(step)) return await steps.ResultAsync(input, step, cancellationToken);

        // Found again, not started again.
        var child = await runs.StartChildAsync(
            input.TenantId, new ChildRun { ParentRunId = input.RunId, StepId = input.StepId, Target = new RunTarget(RunTargetKind.Agent, input.Target), Input = given }, cancellationToken);
        var result = child.Value is { } run ? await runs.FindResultAsync(input.TenantId, run.Run.Id, cancellationToken) : null;
        var isDone = result is { Status: RunStatus.Succeeded };
        var answer = isDone && result!.Output is { } written ? await content.ReadAsync(input.TenantId, child.Value!.Run.Id, written, cancellationToken) : Told(result);
        var error = isDone ? null : $"{result?.ErrorCode ?? "failed"}: the run of agents/{input.Target} did not succeed";
        var label = ChildAnswers.LabelOf(child.Value);
        var output = new CallOutput
        {
            Content = answer, IsError = !isDone, Integrity = LabelNames.Of(label.Integrity), Confidentiality = LabelNames.Of(label.Confidentiality), Digest = TurnDigest.OfCall(input.Target, given, answer),
        };
        return await steps.EndAsync(input, step, output, error, cancellationToken);
    }

    private static JsonElement Told(RunResult? result) => JsonSerializer.SerializeToElement(
        new Dictionary<string, string>
        {
            ["error"] = result switch
            {
                { Status: RunStatus.Succeeded } => "The agent gave no answer.",
                { ErrorMessage: { } message } => $"The agent did not do it ({RunStatuses.ToName(result.Status)}): {message}",
                { } => $"The agent did not do it: its run is {RunStatuses.ToName(result.Status)}.",
                null => "The agent did not do it.",
            },
        },
        AgentJson.Default.DictionaryStringString);
}
