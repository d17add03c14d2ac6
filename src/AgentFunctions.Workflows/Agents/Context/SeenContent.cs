using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>What all that a run has seen before a call is worth: its input, its session, what it recalled, what its tools returned. Looked at only for tools that it matters to.</summary>
internal sealed class SeenContent(Transcript transcript, IRunJournal journal, StepContent content, RunSessions sessions)
{
    public async ValueTask<Integrity> OfAsync(RunWork work, AgentBlueprint blueprint, CallStepInput call, CancellationToken cancellationToken)
    {
        if (call.Target != MemoryNoteTool.ToolName) return Integrity.Untrusted;

        if (MessageLabels.OfUser(blueprint.Spec).Integrity == Integrity.Untrusted || await sessions.ShownAsync(work, cancellationToken) == Integrity.Untrusted) return Integrity.Untrusted;

        // Before the turn that asks for the call: what its other calls answer, or will answer, the model had not seen.
        var asked = (await journal.FindAsync(work.TenantId, work.Run.Id, call.ModelStep, cancellationToken))?.Output;
        if (asked is not { } turn) return Integrity.Untrusted;
        var before = (await content.ReadAsync(work.TenantId, work.Run.Id, turn, AgentJson.Default.ModelOutput, cancellationToken)).Previous;
        var page = await transcript.ReadAsync(work, before, int.MaxValue, cancellationToken);
        if (page.IsCut || page.Messages.Any(static message => message.Label is { Integrity: Integrity.Untrusted })) return Integrity.Untrusted;
        var first = await journal.FindAsync(work.TenantId, work.Run.Id, StepIds.Model(1), cancellationToken);
        var recalled = first?.Output is { } output ? (await content.ReadAsync(work.TenantId, work.Run.Id, output, AgentJson.Default.ModelOutput, cancellationToken)).Recalled : null;
        return recalled is { Integrity: "untrusted" } ? Integrity.Untrusted : Integrity.Trusted;
    }
}
