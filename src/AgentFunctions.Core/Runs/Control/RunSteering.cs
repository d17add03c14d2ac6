using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>Cancels, suspends, resumes and terminates. The record is written first where the engine follows it, and last where the job would find what was broken off: a run never goes on behind a closed record.</summary>
internal sealed class RunSteering(RunWriter writer, RunClosing closing, RunChildren children, RunScheduler scheduler)
{
    private const string DefaultReason = "asked for";

    /// <summary>A suspended run is let go on, to its end: what it would have begun next is held back by <see cref="StoredRun.Cancelling"/>, which is written first.</summary>
    public async ValueTask<Outcome<Run>> CancelAsync(IWorkflowClient engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        var isHeld = false;
        var written = await writer.ChangeAsync(
            asked.TenantId,
            run.Id,
            current =>
            {
                var isSuspended = current.State == RunStatus.Suspended;

                // Asked before, and perhaps broken off before the engine heard of it.
                isHeld = isSuspended || current.Cancelling;
                if (current.IsClosed || (current.Cancelling && !isSuspended)) return new((RunChange?)null);
                var inner = RunStatuses.Find(current.Inner) ?? RunStatus.Running;
                return new(new RunChange
                {
                    Fields = [new PatchOperation.SetValue("cancelling", true), .. isSuspended ? Released(inner) : Array.Empty<PatchOperation>()],
                    Events = [RunEvents.Verb("cancel", asked.By, asked.Reason), .. isSuspended ? [RunEvents.Status(inner, false)] : Array.Empty<RunEventDraft>()],
                });
            },
            cancellationToken);
        if (written is not { IsClosed: false } open) return Result(written, run);
        await EnsureScheduledAsync(asked.TenantId, open, cancellationToken);
        var payload = RunEventDraft.Of("", json =>
        {
            json.WriteString("reason"u8, asked.Reason ?? DefaultReason);
            json.WriteString("by"u8, asked.By);
        }).Data;
        await engine.RaiseEventAsync(RunWorkflows.InstanceOf(asked.TenantId, run.Id), RunWorkflows.CancelEvent, payload, cancellationToken);

        // After the event, so that it is there when the code goes on.
        if (isHeld) await engine.ResumeAsync(RunWorkflows.InstanceOf(asked.TenantId, run.Id), asked.Reason, cancellationToken);
        foreach (var child in await OpenChildrenAsync(asked, run, cancellationToken)) await CancelAsync(engine, asked, child, cancellationToken);
        return open.ToRun();
    }

    public async ValueTask<Outcome<Run>> SuspendAsync(IWorkflowClient engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        var written = await writer.ChangeAsync(
            asked.TenantId,
            run.Id,
            current => new(current.IsClosed || current.State == RunStatus.Suspended ? null : new RunChange
            {
                Fields = [new PatchOperation.SetValue("inner", current.Status), new PatchOperation.SetValue("status", RunStatuses.ToName(RunStatus.Suspended))],
                Events = [RunEvents.Verb("suspend", asked.By, asked.Reason), RunEvents.Status(RunStatus.Suspended, false)],
            }),
            cancellationToken);
        if (written is not { IsClosed: false } open) return Result(written, run);
        await EnsureScheduledAsync(asked.TenantId, open, cancellationToken);
        await engine.SuspendAsync(RunWorkflows.InstanceOf(asked.TenantId, run.Id), asked.Reason, cancellationToken);
        foreach (var child in await OpenChildrenAsync(asked, run, cancellationToken)) await SuspendAsync(engine, asked, child, cancellationToken);
        return open.ToRun();
    }

    public async ValueTask<Outcome<Run>> ResumeAsync(IWorkflowClient engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        var written = await writer.ChangeAsync(
            asked.TenantId,
            run.Id,
            current =>
            {
                if (current.State != RunStatus.Suspended) return new((RunChange?)null);
                var inner = RunStatuses.Find(current.Inner) ?? RunStatus.Running;
                return new(new RunChange
                {
                    Fields = Released(inner),
                    Events = [RunEvents.Verb("resume", asked.By, asked.Reason), RunEvents.Status(inner, false)],
                });
            },
            cancellationToken);
        if (written is not { IsClosed: false } open) return Result(written, run);
        await engine.ResumeAsync(RunWorkflows.InstanceOf(asked.TenantId, run.Id), asked.Reason, cancellationToken);
        foreach (var child in await OpenChildrenAsync(asked, run, cancellationToken)) await ResumeAsync(engine, asked, child, cancellationToken);
        return open.ToRun();
    }

    public async ValueTask<Outcome<Run>> TerminateAsync(IWorkflowClient engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        if (run.IsClosed) return run.ToRun();
        var instance = RunWorkflows.InstanceOf(asked.TenantId, run.Id);
        var reason = asked.Reason ?? DefaultReason;
        var isEnded = await engine.TerminateAsync(instance, reason, cancellationToken);

        // Found by steps that the closing ends.
        foreach (var child in await OpenChildrenAsync(asked, run, cancellationToken)) await TerminateAsync(engine, asked, child, cancellationToken);
        var closed = await closing.CloseAsync(asked.TenantId, run.Id, new RunEnding(RunStatus.Terminated) { By = asked.By, Reason = asked.Reason }, cancellationToken);

        // It was not in the engine yet: whoever brought it there meanwhile saw it open.
        if (!isEnded) await engine.TerminateAsync(instance, reason, cancellationToken);
        return Result(closed, run);
    }

    /// <summary>It goes on, from where it was.</summary>
    private static PatchOperation[] Released(RunStatus inner) => [new PatchOperation.SetValue("status", RunStatuses.ToName(inner)), new PatchOperation.SetValue("inner", DocumentValue.Null)];

    private async ValueTask<IReadOnlyList<StoredRun>> OpenChildrenAsync(RunAsked asked, StoredRun run, CancellationToken cancellationToken) =>
        [.. (await children.ListAsync(asked.TenantId, run.Id, cancellationToken)).Where(static child => !child.IsClosed)];

    private ValueTask EnsureScheduledAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) => run.Scheduled ? default : scheduler.ScheduleAsync(tenantId, run, cancellationToken);

    private static Outcome<Run> Result(StoredRun? written, StoredRun run) => written is null ? RunErrors.NotFound(run.Id) : written.ToRun();
}
