using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Walks steps in order: passes over what is remembered, skips what is not to be done, tries again what may be, and remembers what came of it.</summary>
internal sealed class StepRunner
{
    private readonly DefinitionRun _run;
    private readonly RunValues _values;
    private readonly LeafRunner _leaves;
    private readonly BranchRunner _branches;
    private readonly LoopRunner _loops;
    private readonly UndoRunner _undo;

    public StepRunner(DefinitionRun run)
    {
        _run = run;
        _values = new RunValues(run);
        _leaves = new LeafRunner(run, _values);
        _undo = new UndoRunner(run, this);
        _branches = new BranchRunner(run, _values, this, _undo);
        _loops = new LoopRunner(run, _values, this);
    }

    public RunValues Values => _values;

    public UndoRunner Undo => _undo;

    /// <summary>Steps, one after the other; the output is that of the last.</summary>
    public async Task<Flow> SequenceAsync(IReadOnlyList<DefinitionStep> steps, RunFrame frame, StopScope scope, bool isUndo = false)
    {
        var flow = Flow.Done();
        foreach (var step in steps)
        {
            flow = await StepAsync(step, frame, scope, isUndo);
            if (!flow.IsDone) return flow;
        }

        return flow;
    }

    private async Task<Flow> StepAsync(DefinitionStep step, RunFrame frame, StopScope scope, bool isUndo)
    {
        var key = frame.Key(step.Id);
        var memo = _run.State.MemoOf(key);
        try
        {
            return await StepAsync(step, key, memo, frame, scope, isUndo);
        }
        catch (WorkflowTaskFailedException exception)
        {
            return End(step, key, memo, DefinitionRun.Lost(scope, exception));
        }
    }

    private async Task<Flow> StepAsync(DefinitionStep step, string key, StepMemo memo, RunFrame frame, StopScope scope, bool isUndo)
    {
        if (memo.IsOver) return memo.Status == StepMemo.Failed ? Flow.Failed(memo.Fault!, key) : Flow.Done(memo.Output);

        // One that had begun before it was stopped has something to do in any case.
        if (scope.IsStopped && !(scope.IsOver && memo is { IsBegun: true, IsStale: false } && step is DefinitionStep.Try { Finally: not null })) return Flow.Stopped;
        if (memo.IsStale) memo.Renew();
        if (step.If is { } condition && !memo.IsBegun)
        {
            var (isTrue, fault) = await _values.ConditionAsync(condition, frame, step.Path + ".if");
            if (fault is not null) return End(step, key, memo, Flow.Failed(fault, key));
            if (!isTrue) return Remember(step, key, memo, StepMemo.Skipped, Flow.Done());
            if (scope.IsStopped) return Flow.Stopped;
        }

        memo.IsBegun = true;
        var flow = await InTimeAsync(step, key, memo, frame, scope, isUndo);
        while (flow.Kind == FlowKind.Failed && !flow.IsFatal && !flow.IsLate && step.Retry is { } retry && memo.Failures + 1 < retry.MaxAttempts && !scope.IsOver)
        {
            memo.Fault = flow.Fault;
            if (!await PauseAsync(memo, retry, scope)) return Flow.Stopped;
            flow = await InTimeAsync(step, key, memo, frame, scope, isUndo);
        }

        return End(step, key, memo, flow);
    }

    /// <summary>Waits before the next try, which is a step of its own in the journal.</summary>
    private async Task<bool> PauseAsync(StepMemo memo, RetryPolicy retry, StopScope scope)
    {
        var wait = retry.FirstInterval * Math.Pow(retry.Backoff, memo.Failures);
        var due = memo.DueAt ??= _run.Context.Now + (wait < retry.MaxInterval ? wait : retry.MaxInterval!.Value);
        if (!await Pauses.UntilAsync(_run.Context, scope, due)) return false;
        var failures = memo.Failures + 1;
        memo.Renew();
        (memo.IsBegun, memo.Failures) = (true, failures);
        return true;
    }

    private async Task<Flow> InTimeAsync(DefinitionStep step, string key, StepMemo memo, RunFrame frame, StopScope scope, bool isUndo)
    {
        // It came back from a pause between two tries.
        if (memo.DueAt is not null && step.Retry is not null && memo.Fault is { } failed) return Flow.Failed(failed, key);

        // A wait has its time itself.
        if (step.Timeout is not { } timeout || step is DefinitionStep.Wait) return await DispatchAsync(step, key, memo, frame, scope, isUndo);
        var inner = scope.Inner();
        var due = memo.TimeoutAt ??= _run.Context.Now + timeout;
        using var cancelled = new CancellationTokenSource();
        var watch = WatchAsync(inner, due, cancelled.Token);
        Flow flow;
        try
        {
            flow = await DispatchAsync(step, key, memo, frame, inner, isUndo);
        }
        catch (WorkflowTaskFailedException exception)
        {
            flow = DefinitionRun.Lost(inner, exception);
        }

        Pauses.End(cancelled);
        await watch;
        inner.Leave();
        if (inner.Reason != StopReason.Timeout || flow.Kind is not (FlowKind.Stopped or FlowKind.Done)) return flow;
        return Flow.Failed(new RunFault(408, ErrorCodes.StepTimeout, $"{step.Path} was not over in {timeout:c}."), key) with { IsLate = flow.IsDone, IsCopied = flow.IsCopied, Output = flow.Output };
    }

    private async Task WatchAsync(StopScope scope, DateTimeOffset due, CancellationToken cancellationToken)
    {
        try
        {
            await _run.Context.CreateTimerAsync(due, cancellationToken);
            scope.Stop(StopReason.Timeout);
        }
        catch (OperationCanceledException)
        {
            // It was over before.
        }
    }

    private Task<Flow> DispatchAsync(DefinitionStep step, string key, StepMemo memo, RunFrame frame, StopScope scope, bool isUndo) => step switch
    {
        DefinitionStep.Parallel parallel => _branches.ParallelAsync(parallel, frame, scope),
        DefinitionStep.Switch choice => _branches.SwitchAsync(choice, memo, frame, scope),
        DefinitionStep.Try attempt => _branches.TryAsync(attempt, memo, frame, scope),
        DefinitionStep.Loop loop => _loops.WhileAsync(loop, memo, frame, scope),
        DefinitionStep.ForEach each => _loops.ForEachAsync(each, key, memo, frame, scope),
        _ => _leaves.RunAsync(step, key, memo, frame, scope, isUndo),
    };

    private Flow End(DefinitionStep step, string key, StepMemo memo, Flow flow)
    {
        switch (flow.Kind)
        {
            case FlowKind.Done:
                if (step.Compensate.Count > 0 && !flow.IsCopied) _run.State.Undo.Add(key);
                return Remember(step, key, memo, StepMemo.Succeeded, flow) with { IsCopied = false };
            case FlowKind.Failed:
                memo.Fault = flow.Fault;

                // What it did is done: it is not done again, and it is undone like that of others.
                if (flow.IsLate && step.Compensate.Count > 0 && !flow.IsCopied) _run.State.Undo.Add(key);
                return Remember(step, key, memo, StepMemo.Failed, flow with { Step = flow.Step ?? key }) with { IsLate = false, IsCopied = false, Output = null };
            case FlowKind.Ended:
                _run.Trace?.Ended(step, key, memo.Number, flow.Fault is null ? StepMemo.Succeeded : StepMemo.Failed, flow.Output, flow.Fault, _run.Context.Now);
                return flow;
            default:
                return flow;
        }
    }

    private Flow Remember(DefinitionStep step, string key, StepMemo memo, string status, Flow flow)
    {
        memo.Status = status;
        memo.Output = status == StepMemo.Succeeded ? flow.Output ?? EnvironmentJson.Null : flow.IsLate ? flow.Output : null;
        if (status != StepMemo.Failed) memo.Settle();
        _run.Trace?.Ended(step, key, memo.Number, status, memo.Output, memo.Fault, _run.Context.Now);
        return flow;
    }
}
