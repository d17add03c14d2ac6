using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>The loop of an agent: model, calls, model again, until it answers or something ends it.</summary>
internal sealed class AgentLoop(RunScope scope, RunStop stop)
{
    /// <summary>Steps of one generation of the history; after it the history begins anew.</summary>
    public const int StepsAGeneration = 50;

    /// <summary>Turns in a row of which no call could be made.</summary>
    private const int MaxRejected = 5;

    private readonly int _first = scope.State.Steps;
    private bool _isRewound;

    /// <summary>How it ended; null: the history is to begin anew with the state of the scope.</summary>
    public async Task<RunEnd?> RunAsync()
    {
        while (true)
        {
            if (stop.IsCancelled || scope.State.Undoing is not null) return await CancelAsync();
            if (stop.IsPastDeadline) return await CloseAsync(RunStatus.TimedOut, null, new RunFault(408, ErrorCodes.DeadlineExceeded, "The run was not over at its deadline."));
            if (_isRewound || scope.State.Steps - _first >= StepsAGeneration) return null;
            if (await TurnAsync() is { } end) return end;
        }
    }

    /// <summary>One turn; null: the loop goes on.</summary>
    private async Task<RunEnd?> TurnAsync()
    {
        if (Limit(1) is { } limit) return await FailAsync(limit, null);
        scope.State = scope.State with { Steps = scope.State.Steps + 1 };
        scope.Show();
        var modelStep = StepIds.Model(scope.State.Steps);
        if (await new ModelFlow(scope, stop).RunAsync() is not { } turn) return null;
        if (turn.Outcome == ModelStepOutcome.Failed) return await FailAsync(turn.Fault!, modelStep);
        scope.State = scope.State with { LastModelStep = modelStep };
        if (turn.Outcome == ModelStepOutcome.Answered) return await CloseAsync(RunStatus.Succeeded, modelStep, null);
        if (turn.Outcome == ModelStepOutcome.Repair)
        {
            if (scope.State.IsRepaired) return await FailAsync(new RunFault(422, ErrorCodes.OutputInvalid, "The answer did not fit the agent's output schema, nor did the second one."), null);
            scope.State = scope.State with { IsRepaired = true };
            return null;
        }

        return await CallsAsync(modelStep, turn);
    }

    private async Task<RunEnd?> CallsAsync(string modelStep, ModelStepResult turn)
    {
        if (Limit(turn.Calls.Count(static call => call.StepId is not null)) is { } limit) return await FailAsync(limit, null);
        if (await new TurnFlow(scope, stop).RunAsync(modelStep, turn) is not { } result) return null;
        if (result.Fault is { } fault) return await FailAsync(fault, null);
        var detector = new LoopDetector(scope.State.Turns ?? []);
        var circle = detector.Add(result.Digest);
        scope.State = scope.State with { Turns = detector.Turns, Rejected = result.IsRejected ? scope.State.Rejected + 1 : 0 };
        if (circle > 0)
        {
            // A rewound run is given a fresh start.
            scope.State = scope.State with { Turns = [] };
            return await FailAsync(new RunFault(422, ErrorCodes.NoProgress, $"The run went round in circles: {circle} {(circle == 1 ? "turn" : "turns")}, {LoopDetector.Repeats} times with the same results."), null);
        }

        if (scope.State.Rejected < MaxRejected) return null;
        scope.State = scope.State with { Rejected = 0 };
        return await FailAsync(new RunFault(422, ErrorCodes.NoProgress, $"None of the calls of {MaxRejected} turns in a row could be made."), null);
    }

    private RunFault? Limit(int more) => scope.State.Steps + more > scope.Plan.StepLimit
        ? new RunFault(422, ErrorCodes.StepLimit, $"The run has taken {scope.State.Steps} of the {scope.Plan.StepLimit} steps it may take and needs {(more == 1 ? "one more" : $"{more} more")}.")
        : null;

    private async Task<RunEnd?> CancelAsync()
    {
        scope.State = scope.State with { Undoing = scope.State.Undoing ?? new CompensationCursor(scope.State.LastModelStep, int.MaxValue) };
        if (!await new UndoFlow(scope).RunAsync(StepsAGeneration)) return null;
        var left = scope.State.NotUndone;
        return await CloseAsync(RunStatus.Cancelled, null, left == 0 ? null : new RunFault(500, ErrorCodes.Conflict, $"{left} {(left == 1 ? "call" : "calls")} could not be undone; the steps say which."));
    }

    private async Task<RunEnd?> CloseAsync(RunStatus status, string? answerStep, RunFault? fault, string? failedStep = null)
    {
        var state = scope.State;
        return await scope.Context.CallActivityAsync(AgentActivities.Close, new CloseRunInput(state.TenantId, state.RunId, status, answerStep, failedStep, fault), AgentActivities.Retries);
    }

    /// <summary>Ends the run as failed, by an exception; comes back only where the run was rewound, and the loop goes on.</summary>
    private async Task<RunEnd?> FailAsync(RunFault fault, string? failedStep)
    {
        var state = scope.State;
        await CloseAsync(RunStatus.Failed, null, fault, failedStep);
        await scope.Context.CallActivityAsync(AgentActivities.Fail, new FailRunInput(state.TenantId, state.RunId, fault, scope.Plan.Rewinds));

        // Its limits may be others now: a new generation reads them.
        _isRewound = true;
        return null;
    }
}
