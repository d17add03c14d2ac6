using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Does steps again and again: while a condition holds, or for each entry of a list.</summary>
internal sealed class LoopRunner(DefinitionRun run, RunValues values, StepRunner steps)
{
    /// <summary>Entries of lists in lists that a run does at the same time: what it remembers of them goes from one history to the next.</summary>
    private const int MaxAtOnce = 64;

    public async Task<Flow> WhileAsync(DefinitionStep.Loop loop, StepMemo memo, RunFrame frame, StopScope scope)
    {
        var body = loop.Body.Steps.SelectMany(static s => s.WithInner()).ToList();
        while (true)
        {
            var inner = frame with { Index = memo.Count };
            if (memo.Phase != "body")
            {
                if (scope.IsStopped) return Flow.Stopped;
                var (isTrue, fault) = await values.ConditionAsync(loop.While, inner, loop.Path + ".while");
                if (fault is not null) return Flow.Failed(fault);
                if (!isTrue) return Flow.Done(EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["iterations"] = EnvironmentJson.Number(memo.Count) }));
                if (memo.Count >= loop.MaxIterations) return Flow.Failed(Limit(loop.Path, $"would go on after {loop.MaxIterations} iterations, its bound"));
                memo.Phase = "body";
            }

            var before = run.State.Steps;
            var flow = await steps.SequenceAsync(loop.Body.Steps, inner, scope);
            if (!flow.IsDone) return flow;
            steps.Undo.Drop(UndoRunner.KeysOf(loop.Body.Steps, frame));
            foreach (var step in body)
            {
                if (run.State.Memo.TryGetValue(frame.Key(step.Id), out var done)) done.IsStale = true;
            }

            if (Round(before) is { } limit) return limit;
            (memo.Phase, memo.Count) = ("check", memo.Count + 1);
        }
    }

    public async Task<Flow> ForEachAsync(DefinitionStep.ForEach each, string key, StepMemo memo, RunFrame frame, StopScope scope)
    {
        var lists = new RunLists(run);
        if (memo.List is null)
        {
            var (list, fault) = await values.ValueAsync(each.Each, frame, each.Path + ".each");
            if (fault is not null) return Flow.Failed(fault);
            if (await lists.CountAsync(list!.Value) is not { } count) return Flow.Failed(RunValues.Fault(each.Path + ".each", "is no list"));
            if (count > each.MaxItems) return Flow.Failed(Limit(each.Path, $"would go through {count} entries, and maxItems is {each.MaxItems}"));
            (memo.List, memo.Total) = (list, count);
        }

        while (memo.Count < memo.Total)
        {
            if (scope.IsStopped) return Flow.Stopped;
            var entries = await lists.ReadAsync(memo.List!.Value, memo.Count, Math.Min(WidthOf(each, frame), memo.Total - memo.Count));
            var before = run.State.Steps;
            var (flow, outputs) = await EntriesAsync(each, key, memo.Count, entries, frame, scope);
            if (flow is { } stopped) return stopped;
            memo.FailedEntries += outputs.Count(static o => o is null);
            if (each.Collect is not null) memo.Collected = await lists.AppendAsync(memo.Collected, [.. outputs.Select(static o => o ?? EnvironmentJson.Null)]);
            for (var i = 0; i < entries.Count; i++) run.State.Forget(EntryKey(key, memo.Count + i));
            memo.Count += entries.Count;
            if (Round(before) is { } limit) return limit;
        }

        var (output, wrong) = await values.ComposeAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{memo.Total}},"failed":{{memo.FailedEntries}},"items":"${items}"}"""),
            new Dictionary<string, JsonElement> { ["items"] = memo.Collected ?? RunLists.Empty },
            each.Path);
        return wrong is null ? Flow.Done(output) : Flow.Failed(wrong);
    }

    /// <summary>Some entries at the same time; an output of each, null where one failed and that is no reason to stop.</summary>
    private async Task<(Flow? Stopped, JsonElement?[] Outputs)> EntriesAsync(DefinitionStep.ForEach each, string key, int first, IReadOnlyList<JsonElement> entries, RunFrame frame, StopScope scope)
    {
        var inner = scope.Inner();
        var tasks = entries.Select((entry, i) => EntryAsync(each, EntryKey(key, first + i), new RunFrame(EntryKey(key, first + i) + ".", frame) { ItemName = each.As, Item = entry, Index = first + i, Width = frame.Width * WidthOf(each, frame) }, inner)).ToList();
        var open = tasks.ToList();
        Flow? failed = null;
        while (open.Count > 0)
        {
            var done = await Task.WhenAny(open);
            open.Remove(done);
            var flow = await done;
            if (flow.Kind != FlowKind.Failed || (!each.FailsOnFailure && !flow.IsFatal)) continue;
            failed ??= flow;
            inner.Stop(StopReason.NotNeeded);
        }

        inner.Leave();
        if (scope.IsOver) return (Flow.Stopped, []);
        if (failed is not null) return (failed, []);
        var flows = tasks.Select(static t => t.Result).ToList();
        return flows.Exists(static f => f.Kind == FlowKind.Stopped) ? (Flow.Stopped, []) : (null, [.. flows.Select(static f => f.IsDone ? f.Output ?? EnvironmentJson.Null : (JsonElement?)null)]);
    }

    private async Task<Flow> EntryAsync(DefinitionStep.ForEach each, string key, RunFrame frame, StopScope scope)
    {
        try
        {
            return await TryEntryAsync(each, key, frame, scope);
        }
        catch (WorkflowTaskFailedException exception)
        {
            return DefinitionRun.Lost(scope, exception);
        }
    }

    private async Task<Flow> TryEntryAsync(DefinitionStep.ForEach each, string key, RunFrame frame, StopScope scope)
    {
        var memo = run.State.MemoOf(key);
        if (memo.IsOver) return memo.Status == StepMemo.Failed ? Flow.Failed(memo.Fault!) : Flow.Done(memo.Output);
        var flow = await steps.SequenceAsync(each.Body.Steps, frame, scope);
        if (flow.IsDone && each.Collect is { } collect)
        {
            var (value, fault) = await values.RenderAsync(collect, frame, each.Path + ".collect");
            flow = fault is null ? Flow.Done(value) : Flow.Failed(fault);
        }
        else if (flow.IsDone)
        {
            flow = Flow.Done();
        }

        if (flow.Kind == FlowKind.Failed && !flow.IsFatal && !await steps.Undo.RunAsync(k => k.StartsWith(frame.Prefix, StringComparison.Ordinal), frame, scope)) return Flow.Stopped;
        if (flow.Kind == FlowKind.Stopped || flow.IsFatal || (flow.Kind == FlowKind.Failed && each.FailsOnFailure)) return flow;
        steps.Undo.Drop(k => k.StartsWith(frame.Prefix, StringComparison.Ordinal));
        (memo.Status, memo.Output, memo.Fault) = (flow.IsDone ? StepMemo.Succeeded : StepMemo.Failed, flow.Output, flow.Fault);
        return flow;
    }

    /// <summary>A round in which nothing else was counted counts itself, so that none is free.</summary>
    private Flow? Round(int before)
    {
        run.Act();
        if (run.Full() is { } full) return Flow.Failed(full, isFatal: true);
        if (run.State.Steps > before) return null;
        return ++run.State.Steps > run.Plan.StepLimit
            ? Flow.Failed(new RunFault(422, ErrorCodes.StepLimit, string.Create(CultureInfo.InvariantCulture, $"The run has taken the {run.Plan.StepLimit} steps it may take.")), isFatal: true)
            : null;
    }

    private static int WidthOf(DefinitionStep.ForEach each, RunFrame frame) => Math.Max(1, Math.Min(each.Concurrency, MaxAtOnce / frame.Width));

    private static string EntryKey(string key, int index) => string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");

    private static RunFault Limit(string path, FormattableString message) => new(422, ErrorCodes.LoopLimit, $"{path} {message.ToString(CultureInfo.InvariantCulture)}.");
}
