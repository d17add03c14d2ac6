using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>A step from its first try to its end: waits for limits, people, runs within the run, times and events. What it waits for is remembered, so that it goes on after a pause.</summary>
internal sealed class StepConversation(DefinitionRun run, RunValues values)
{
    /// <summary>An expiry is seen where approvals are kept; a moment later it is sure to be.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Between looks at a run within the run that was cancelled.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(4);

    private const int MaxEventBytes = 24 * 1024;

    public async Task<Flow> RunAsync(DefinitionStep step, StepInput input, StepMemo memo, StopScope scope)
    {
        var activity = step switch
        {
            DefinitionStep.Tool => DefinitionActivities.Tool,
            DefinitionStep.Approval or DefinitionStep.Ask => DefinitionActivities.People,
            _ => DefinitionActivities.Child,
        };
        for (var tries = 0; ;)
        {
            if (memo.ChildRunId is not null && !await ChildAsync(step, memo, scope)) return Flow.Stopped;
            if (memo.WaitedFor is not null && memo.EventName is not null && !await AskedAsync(memo, scope)) return Flow.Stopped;
            if (scope.IsOver && memo.ChildRunId is null) return Flow.Stopped;
            var result = await run.CallAsync(activity, input with
            {
                EventName = $"decision.{input.StepId}.{memo.Questions + 1}",
                ApprovalId = memo.ApprovalId,
                WaitedFor = memo.WaitedFor,
                IsOver = memo.ChildRunId is not null,
                IsLastTry = tries >= Waits.MaxTries - 1,
                IsRewound = memo.IsRewound,
            }, scope);
            memo.IsRewound = false;
            switch (result.Outcome)
            {
                case StepOutcome.NotNow:
                    if (!Waits.IsLimit(result.Fault!)) tries++;
                    if (await Pauses.UntilAsync(run.Context, scope, run.Context.Now + Waits.Before(Math.Max(tries, 1), result.RetryAfter))) break;
                    if (memo.ChildRunId is { } child && scope.IsOver) await CancelAsync(new RunStart(run.State.TenantId, child), memo, null);
                    return Flow.Stopped;
                case StepOutcome.Asked:
                    (memo.WaitedFor, memo.EventName, memo.ExpiresAt) = (result.ApprovalId, result.EventName, result.ExpiresAt);
                    if (!result.IsOutcome) memo.ApprovalId = result.ApprovalId;
                    memo.Questions++;
                    break;
                case StepOutcome.Started:
                    memo.ChildRunId = result.ChildRunId;
                    break;
                case StepOutcome.Done:
                    return Flow.Done(result.Output) with { IsCopied = result.IsCopied };
                default:
                    return Flow.Failed(result.Fault!, isFatal: result.IsFatal);
            }
        }
    }

    /// <summary>Waits until the time that the step gives, counted from when it began.</summary>
    public async Task<Flow> TimerAsync(StepInput input, StepMemo memo, StopScope scope)
    {
        if (memo.DueAt is null)
        {
            var begun = await run.CallAsync(DefinitionActivities.Mark, input);
            if (begun.Outcome == StepOutcome.Failed) return Flow.Failed(begun.Fault!);
            if (begun.Outcome == StepOutcome.Done) return Flow.Done(begun.Output);
            memo.DueAt = begun.DueAt;
        }

        run.Enter();
        var isOver = await Pauses.UntilAsync(run.Context, scope, memo.DueAt!.Value);
        run.Leave();
        if (!isOver) return Flow.Stopped;
        var ended = await run.CallAsync(DefinitionActivities.Mark, input with { IsOver = true });
        return ended.Outcome == StepOutcome.Done ? Flow.Done(ended.Output) : Flow.Failed(ended.Fault!);
    }

    /// <summary>Waits for an event that fits, until its time if it has one. Events that do not fit are gone.</summary>
    public async Task<Flow> WaitAsync(DefinitionStep.Wait wait, StepInput input, StepMemo memo, RunFrame frame, StopScope scope)
    {
        if (memo.Phase is null)
        {
            var begun = await run.CallAsync(DefinitionActivities.Mark, input);
            if (begun.Outcome == StepOutcome.Failed) return Flow.Failed(begun.Fault!);
            if (begun.Outcome == StepOutcome.Done) return Flow.Done(begun.Output);
            memo.Phase = "waiting";
            memo.DueAt = wait.Timeout is { } timeout ? run.Context.Now + timeout : null;
        }

        run.Enter();
        JsonElement? taken = null;
        var isStopped = false;
        while (taken is null)
        {
            var received = await Pauses.EventAsync(run.Context, scope, wait.Event, memo.DueAt);
            isStopped = received is null;
            if (received is not { IsReceived: true }) break;
            var payload = received.Value.Value is { ValueKind: not JsonValueKind.Undefined } value ? value : EnvironmentJson.Null;
            if (EnvironmentJson.SizeOf(payload) > MaxEventBytes) continue;

            // A filter that cannot be evaluated takes nothing.
            if (wait.Filter is null || (await values.ConditionAsync(wait.Filter, frame, wait.Path + ".filter", payload)).IsTrue) taken = payload;
        }

        run.Leave();
        if (isStopped) return Flow.Stopped;
        var ended = await run.CallAsync(DefinitionActivities.Mark, input with { IsOver = true, IsReceived = taken is not null, Event = taken });
        if (ended.Outcome == StepOutcome.Done) return Flow.Done(ended.Output);
        return Flow.Failed(ended.Fault ?? new RunFault(408, ErrorCodes.StepTimeout, $"{wait.Path} got no event in time."));
    }

    private async Task<bool> AskedAsync(StepMemo memo, StopScope scope)
    {
        run.Enter();
        var isDecided = await Pauses.EventAsync(run.Context, scope, memo.EventName!, memo.ExpiresAt + Grace) is not null;
        run.Leave();
        if (isDecided) memo.EventName = null;
        return isDecided;
    }

    /// <summary>Runs the run within the run to its end. A pause waits for it; what stops the step for good has it cancelled.</summary>
    private async Task<bool> ChildAsync(DefinitionStep step, StepMemo memo, StopScope scope)
    {
        var start = new RunStart(run.State.TenantId, memo.ChildRunId!);
        var child = ChildEndAsync(step is DefinitionStep.SubWorkflow ? RunWorkflows.Definition : RunWorkflows.Agent, start);
        if (await scope.WaitThroughPausesAsync(child)) return true;
        await CancelAsync(start, memo, child);
        return false;
    }

    /// <summary>Asks the run within the run to end, and waits until it has. Of one that was rewound the workflow does not hear by itself, so there is no task of it.</summary>
    private async Task CancelAsync(RunStart start, StepMemo memo, Task? child)
    {
        try
        {
            await run.Context.CallActivityAsync(AgentActivities.CancelHelper, new RunCancellation(start.TenantId, start.RunId, "The step that it is part of was stopped."), AgentActivities.Retries);
        }
        catch (WorkflowTaskFailedException)
        {
            // It ends by itself, then.
        }

        // Its instance may have to wait for a model that still thinks; its run has ended before, which is enough.
        for (var wait = FirstLook; child is not { IsCompleted: true }; wait = wait < LastLook ? wait * 2 : wait)
        {
            using var source = new CancellationTokenSource();
            var pause = run.Context.CreateTimerAsync(run.Context.Now + wait, source.Token);
            await (child is null ? pause : Task.WhenAny(child, pause));
            Pauses.End(source);
            if (child is { IsCompleted: true } || await IsOverAsync(start.TenantId, memo)) break;
        }
    }

    /// <summary>Ends the record of a step that was stopped, and takes back what people were asked for it.</summary>
    public async Task StopAsync(StepInput input, StepMemo memo, StopReason reason, bool isUnknown)
    {
        try
        {
            await run.CallAsync(DefinitionActivities.Stop, new StopInput(input.TenantId, input.RunId, input.StepId, reason == StopReason.Timeout, memo.WaitedFor, memo.ChildRunId) { IsUnknown = isUnknown });
        }
        catch (WorkflowTaskFailedException)
        {
            // The end of the run does it.
        }
    }

    private async Task<bool> IsOverAsync(string tenantId, StepMemo memo)
    {
        try
        {
            return await run.CallAsync(DefinitionActivities.Stop, new StopInput(tenantId, run.State.RunId, "", false, null, memo.ChildRunId));
        }
        catch (WorkflowTaskFailedException)
        {
            return false;
        }
    }

    private async Task ChildEndAsync(WorkflowName<RunStart, RunEnd> workflow, RunStart start)
    {
        try
        {
            await run.Context.CallWorkflowAsync(workflow, start, RunWorkflows.InstanceOf(start.TenantId, start.RunId));
        }
        catch (WorkflowTaskFailedException)
        {
            // What became of it is in its run.
        }
    }
}
