using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Does a definition and closes its run: as it succeeded, or, with everything undone that can be, as it failed, was cancelled or came to its deadline.</summary>
internal sealed class RunEnding(DefinitionRun run, StepRunner steps, StopScope root)
{
    private const int MaxMessage = 1500;

    /// <summary>How it ended; null: the history is to begin anew with the state of the run.</summary>
    public async Task<RunEnd?> RunAsync()
    {
        var state = run.State;
        JsonElement? output = null;
        if (run.Plan.Fault is { } unrunnable) (state.Ending, state.Fault) = (RunStatus.Failed, unrunnable);
        if (state.Ending is null)
        {
            var flow = await steps.SequenceAsync(run.Definition.Steps, RunFrame.Root, root);
            if (flow.IsDone && !root.IsOver) flow = await OutputAsync(flow);

            // What came to its end after the run was cancelled, or after its deadline, does not save it.
            if (root.IsOver) flow = Flow.Stopped;
            if (flow.Kind == FlowKind.Stopped && root.Reason == StopReason.Pause) return await PauseAsync();
            (state.Ending, state.Fault, output) = Judge(flow);
        }

        if (state.Ending != RunStatus.Succeeded && !await UndoAsync()) return await PauseAsync();
        await run.StatusWrittenAsync();
        var end = await run.Context.CallActivityAsync(DefinitionActivities.Close, new CloseInput(state.TenantId, state.RunId, state.Ending!.Value, output, state.Fault), AgentActivities.Retries);
        if (state.Ending != RunStatus.Failed) return end;
        await run.Context.CallActivityAsync(AgentActivities.Fail, new FailRunInput(state.TenantId, state.RunId, state.Fault!, run.Plan.Rewinds));

        // It was rewound: what failed is done again, by a generation that reads its limits anew.
        (state.Ending, state.Fault, state.NotUndone) = (null, null, 0);
        foreach (var memo in state.Memo.Values)
        {
            if (memo.Status == StepMemo.Failed) memo.Reopen();
            else if (memo.Status is null) memo.AskAgain();
        }

        return await PauseAsync();
    }

    private async Task<Flow> OutputAsync(Flow last)
    {
        if (run.Definition.Output is not { } template) return Flow.Ended(last.Output);
        try
        {
            var (value, fault) = await steps.Values.RenderAsync(template, RunFrame.Root, "spec.output");
            return fault is null ? Flow.Ended(value) : Flow.Failed(fault);
        }
        catch (WorkflowTaskFailedException exception)
        {
            return DefinitionRun.Lost(root, exception);
        }
    }

    private (RunStatus Status, RunFault? Fault, JsonElement? Output) Judge(Flow flow) => flow.Kind switch
    {
        FlowKind.Ended when flow.Fault is null => (RunStatus.Succeeded, null, flow.Output),
        FlowKind.Stopped when root.Reason == StopReason.Cancelled => (RunStatus.Cancelled, null, null),
        FlowKind.Stopped => (RunStatus.TimedOut, new RunFault(408, ErrorCodes.DeadlineExceeded, "The run was not over at its deadline."), null),
        _ => (RunStatus.Failed, flow.Step is { } step ? flow.Fault! with { Message = Cut($"{step}: {flow.Fault!.Message}") } : flow.Fault! with { Message = Cut(flow.Fault!.Message) }, null),
    };

    /// <summary>true: everything is undone that can be. Nothing stops it but a pause.</summary>
    private async Task<bool> UndoAsync()
    {
        if (run.State.Undo.Count > 0)
        {
            var scope = StopScope.Root();
            run.Begin(scope);
            if (!await steps.Undo.RunAsync(static _ => true, RunFrame.Root, scope)) return false;
        }

        if (run.State.NotUndone is > 0 and var left)
        {
            var told = string.Create(CultureInfo.InvariantCulture, $"{left} {(left == 1 ? "step" : "steps")} could not be undone; the steps of the run say which.");
            run.State.Fault = run.State.Fault is { } fault ? fault with { Message = Cut(fault.Message, MaxMessage - told.Length - 1) + " " + told } : new RunFault(500, ErrorCodes.Conflict, told);
        }

        return true;
    }

    private async Task<RunEnd?> PauseAsync()
    {
        await run.StatusWrittenAsync();
        await steps.Values.FitStateAsync();
        return null;
    }

    private static string Cut(string message, int length = MaxMessage) => message.Length <= length ? message : message[..length];
}
