using System.Text.Json;
using AgentFunctions.Core.Definitions;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Does the steps that choose between, join or guard others.</summary>
internal sealed class BranchRunner(DefinitionRun run, RunValues values, StepRunner steps, UndoRunner undo)
{
    public async Task<Flow> ParallelAsync(DefinitionStep.Parallel parallel, RunFrame frame, StopScope scope)
    {
        var inner = scope.Inner();
        var branches = new BranchJoin(parallel, inner);
        var open = parallel.Branches.Select((branch, i) => steps.SequenceAsync(branch.Steps, frame, branches.ScopeOf(i))).ToList();
        var all = open.ToArray();
        while (open.Count > 0)
        {
            await Task.WhenAny(open);
            foreach (var done in open.Where(static task => task.IsCompleted).ToArray())
            {
                open.Remove(done);
                branches.Add(Array.IndexOf(all, done), await done);
            }
        }

        inner.Leave();
        if (branches.Result(scope) is { } flow) return flow;
        Cancel(parallel, branches, frame);
        var (template, parts) = branches.Output();
        var (output, fault) = await values.ComposeAsync(template, parts, parallel.Path);
        return fault is null ? Flow.Done(output) : Flow.Failed(fault);
    }

    public async Task<Flow> SwitchAsync(DefinitionStep.Switch choice, StepMemo memo, RunFrame frame, StopScope scope)
    {
        if (memo.Phase is null)
        {
            foreach (var (when, sequence) in choice.Cases)
            {
                var (isTrue, fault) = await values.ConditionAsync(when, frame, sequence.Path[..sequence.Path.LastIndexOf('.')] + ".when");
                if (fault is not null) return Flow.Failed(fault);
                if (!isTrue) continue;
                memo.Phase = sequence.Name.Split('.')[0];
                break;
            }

            memo.Phase ??= choice.Default is null ? "none" : "default";
        }

        if (choice.Sequences().FirstOrDefault(s => s.Name.Split('.')[0] == memo.Phase) is { } taken)
        {
            var flow = await steps.SequenceAsync(taken.Steps, frame, scope);
            if (!flow.IsDone) return flow;
        }

        return Flow.Done(EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["case"] = EnvironmentJson.Text(memo.Phase) }));
    }

    /// <summary>The body; where it fails, what it did is undone, latest first, then it is caught; at last what is to be done in any case.</summary>
    public async Task<Flow> TryAsync(DefinitionStep.Try attempt, StepMemo memo, RunFrame frame, StopScope scope)
    {
        Flow? ended = null;
        if (memo.Phase is null)
        {
            var flow = await steps.SequenceAsync(attempt.Body.Steps, frame, scope);
            if (flow.Kind == FlowKind.Stopped) return await StoppedAsync(attempt, frame, scope);
            if (flow.IsFatal) return flow;
            if (flow.Kind == FlowKind.Ended) ended = flow;
            else if (flow.IsDone) memo.Phase = "finally";
            else (memo.Phase, memo.Fault, memo.FailedStep) = ("undo", flow.Fault, flow.Step);
        }

        if (memo.Phase == "undo")
        {
            if (!await undo.RunAsync(UndoRunner.KeysOf(attempt.Body.Steps, frame), frame, scope)) return await StoppedAsync(attempt, frame, scope);
            memo.Phase = "catch";
        }

        if (memo.Phase == "catch")
        {
            if (attempt.Catch is { } caught)
            {
                var flow = await steps.SequenceAsync(caught.Steps, frame with { Error = memo.Fault, FailedStep = memo.FailedStep }, scope);
                if (flow.Kind == FlowKind.Stopped) return await StoppedAsync(attempt, frame, scope);
                if (flow.IsFatal) return flow;
                if (flow.Kind == FlowKind.Ended) ended = flow;
                else if (flow.IsDone) memo.IsCaught = true;
                else (memo.Fault, memo.FailedStep) = (flow.Fault, flow.Step);
            }

            if (ended is null) memo.Phase = "finally";
        }

        if (attempt.Finally is { } last)
        {
            var flow = await steps.SequenceAsync(last.Steps, frame, scope);
            if (flow.Kind == FlowKind.Stopped) return await StoppedAsync(attempt, frame, scope);
            if (!flow.IsDone) return flow;
        }

        if (ended is { } end) return end;
        if (memo.Fault is { } fault && !memo.IsCaught) return Flow.Failed(fault, memo.FailedStep);
        var error = memo.Fault is { } failed ? EnvironmentSlots.ErrorJson(failed, memo.FailedStep) : EnvironmentJson.Null;
        var isFailed = memo.IsCaught;
        return Flow.Done(EnvironmentJson.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("failed", isFailed);
            writer.WritePropertyName("error");
            error.WriteTo(writer);
            writer.WriteEndObject();
        }));
    }

    /// <summary>What is to be done in any case is done also where the rest was stopped for good; nothing stops it then. After a pause it is taken up again.</summary>
    private async Task<Flow> StoppedAsync(DefinitionStep.Try attempt, RunFrame frame, StopScope scope)
    {
        if (scope.IsOver && attempt.Finally is { } last) await steps.SequenceAsync(last.Steps, frame, StopScope.InAnyCase());
        return Flow.Stopped;
    }

    /// <summary>What of the branches was stopped before it was over is not waited for any more.</summary>
    private void Cancel(DefinitionStep.Parallel parallel, BranchJoin branches, RunFrame frame)
    {
        for (var i = 0; i < parallel.Branches.Count; i++)
        {
            if (branches.StatusOf(i) != StepMemo.Cancelled) continue;
            foreach (var step in parallel.Branches[i].Steps.SelectMany(static s => s.WithInner()))
            {
                if (!run.State.Memo.TryGetValue(frame.Key(step.Id), out var memo) || memo.Status is not null) continue;

                // What entries of a list did may be undone later, and looks at them then.
                var list = memo.List;
                memo.Settle();
                (memo.Status, memo.List) = (StepMemo.Cancelled, list);
                run.Trace?.Ended(step, frame.Key(step.Id), memo.Number, StepMemo.Cancelled, null, null, run.Context.Now);
            }
        }
    }
}
