using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Closes a run. What closed it first stands.</summary>
internal sealed class CloseRunActivity(IRunJournal journal, IRunWork runs, StepContent content, SeenContent seen, RunSessions sessions, TranscriptCache cache, TimeProvider time) : Activity<CloseRunInput, RunEnd>
{
    public override async Task<RunEnd> RunAsync(CloseRunInput input, CancellationToken cancellationToken)
    {
        JsonElement? output = null;
        if (input.AnswerStep is { } stepId && (await journal.FindAsync(input.TenantId, input.RunId, stepId, cancellationToken))?.Output is { } written)
            output = (await content.ReadAsync(input.TenantId, input.RunId, written, AgentJson.Default.ModelOutput, cancellationToken)).Answer;
        if (output is { } answer && input is { Status: RunStatus.Succeeded, AnswerStep: { } last }) await EndSessionAsync(input, last, answer, cancellationToken);
        if (input.FailedStep is { } failed) await FailStepAsync(input, failed, cancellationToken);
        var isOurs = await journal.CloseAsync(input.TenantId, input.RunId, input.Status, output, input.Fault?.ToError(), cancellationToken);
        cache.Forget(input.TenantId, input.RunId);
        var status = isOurs ? input.Status : (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken))?.Run.Status ?? RunStatus.Terminated;
        return new RunEnd(input.RunId, RunStatuses.ToName(status));
    }

    /// <summary>Before the run is closed: a process that is killed in between does both again.</summary>
    private async ValueTask EndSessionAsync(CloseRunInput input, string answerStep, JsonElement answer, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { Run.Session: not null } work || RunStatuses.IsClosed(work.Run.Status)) return;

        // An answer is worth what the run saw; what was in the session before it is looked at where it is appended.
        var label = work.InputLabel.Least(await sessions.SeenAsync(work, cancellationToken)).Least(await seen.UpToAsync(work, answerStep, cancellationToken));
        await sessions.EndAsync(work, answer, label, cancellationToken);
    }

    private async ValueTask FailStepAsync(CloseRunInput input, string stepId, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(input.TenantId, input.RunId, stepId, cancellationToken) is not { Status: RunStepStatus.Running or RunStepStatus.Waiting } step) return;
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Failed, EndedAt = time.GetUtcNow(), Error = $"{input.Fault?.Code}: {input.Fault?.Message}" }, cancellationToken);
    }
}
