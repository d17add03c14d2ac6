using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>What all that a run has seen is worth: its input, its session, what it recalled, what its calls answered.</summary>
internal sealed class SeenContent(Transcript transcript, IRunJournal journal, StepContent content, RunSessions sessions)
{
    /// <summary>Before a call of a tool; looked at only for tools that it matters to.</summary>
    public async ValueTask<ContentLabel> BeforeToolAsync(RunWork work, AgentBlueprint? blueprint, CallStepInput call, CancellationToken cancellationToken) =>
        call.Target == MemoryNoteTool.ToolName ? await BeforeAsync(work, blueprint, call, cancellationToken) : ContentLabel.Unknown;

    /// <summary>Before the turn that asks for a call: what its other calls answer, or will answer, the model had not seen.</summary>
    public async ValueTask<ContentLabel> BeforeAsync(RunWork work, AgentBlueprint? blueprint, CallStepInput call, CancellationToken cancellationToken)
    {
        var asked = (await journal.FindAsync(work.TenantId, work.Run.Id, call.ModelStep, cancellationToken))?.Output;
        if (blueprint is null || asked is not { } turn) return ContentLabel.Unknown.Least(work.InputLabel).Least(work.StepsLabel);
        var before = (await content.ReadAsync(work.TenantId, work.Run.Id, turn, AgentJson.Default.ModelOutput, cancellationToken)).Previous;
        return work.InputLabel.Least(MessageLabels.OfUser(blueprint.Spec)).Least(await sessions.ShownAsync(work, cancellationToken)).Least(await UpToAsync(work, before, cancellationToken));
    }

    /// <summary>What it recalled, and what its calls answered up to a turn; null: before the first.</summary>
    public async ValueTask<ContentLabel> UpToAsync(RunWork work, string? modelStep, CancellationToken cancellationToken)
    {
        var page = await transcript.ReadAsync(work, modelStep, int.MaxValue, cancellationToken);
        var seen = page.Messages.Select(static message => message.Label).OfType<ContentLabel>().Aggregate(page.IsCut ? ContentLabel.Unknown : ContentLabel.Best, MessageLabels.Least);
        var first = await journal.FindAsync(work.TenantId, work.Run.Id, StepIds.Model(1), cancellationToken);
        var recalled = first?.Output is { } output ? (await content.ReadAsync(work.TenantId, work.Run.Id, output, AgentJson.Default.ModelOutput, cancellationToken)).Recalled : null;
        return recalled is null ? seen : seen.Least(recalled.Label);
    }
}
