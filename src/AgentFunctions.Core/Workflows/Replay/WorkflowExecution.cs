using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>
/// One run of a workflow's code in memory: brought up to date by its history (<see cref="Replay"/>), then moved on by turns (<see cref="Run"/>). The same for every engine that replays; storage, leases and activities
/// are the engine's. Not thread-safe: one turn at a time, on any thread.
/// </summary>
public sealed class WorkflowExecution
{
    private readonly ExecutionInfo _info;
    private readonly WorkflowEntry _entry;
    private readonly IServiceProvider _services;
    private readonly WorkflowScheduler _scheduler;
    private readonly ExecutionState _state;
    private readonly ReplayContext _context;
    private Task<JsonElement>? _code;

    /// <param name="info">Which run.</param>
    /// <param name="entry">Its code.</param>
    /// <param name="catalog">Says how others' inputs and outputs are written.</param>
    /// <param name="services">For the entry's factory.</param>
    /// <param name="onViolation">Called from any thread when the code turns out to run outside of a turn; the next turn fails the instance.</param>
    public WorkflowExecution(ExecutionInfo info, WorkflowEntry entry, WorkflowCatalog catalog, IServiceProvider services, Action? onViolation = null)
    {
        _info = info;
        _entry = entry;
        _services = services;
        _scheduler = new WorkflowScheduler(onViolation);
        _state = new ExecutionState(_scheduler);
        _context = new ReplayContext(info, entry, catalog, _state);
    }

    /// <summary>The code did something that cannot be replayed; a turn is due to say so.</summary>
    public bool HasViolation => _scheduler.Violation is not null;

    /// <summary>Timers that run, as they were created.</summary>
    public IEnumerable<HistoryEvent> OpenTimers => _state.OpenTimers;

    /// <summary>Runs the code up to where its history ends.</summary>
    /// <returns>The first difference between the code and the history; null for none.</returns>
    public WorkflowFailure? Replay(IEnumerable<HistoryEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _state.IsReplaying = true;
        string? difference = null;
        foreach (var recorded in history)
        {
            if (recorded.Kind == HistoryKind.TurnStarted)
            {
                difference = _state.Actions.MatchEnd();
                _state.Now = recorded.At;
            }
            else if (recorded.IsAction)
            {
                difference = _state.Actions.Match(recorded);
            }
            else if (recorded.IsInbound)
            {
                Deliver(recorded);
            }
            difference ??= _scheduler.Violation;
            if (difference is not null)
                return NotDeterministic(difference);
        }
        _state.IsReplaying = false;
        return _state.Actions.MatchEnd() is { } more ? NotDeterministic(more) : null;
    }

    /// <summary>Hands <paramref name="inbound"/> to the code, in order, and says what came of it.</summary>
    public TurnOutcome Run(DateTimeOffset now, IReadOnlyList<HistoryEvent> inbound)
    {
        ArgumentNullException.ThrowIfNull(inbound);
        List<HistoryEvent> events = [new HistoryEvent { Kind = HistoryKind.TurnStarted, At = now }];
        _state.Now = now;
        foreach (var message in inbound)
        {
            if (Deliver(message))
                events.Add(message);
        }
        if (_scheduler.Violation is { } violation)
            return Fail(events, NotDeterministic(violation));
        events.AddRange(_state.Actions.Take());
        if (_state.NextInput is { } next && _code is not { IsFaulted: true } && (!IsCodeDone || !_state.HasOpenTasks))
            return WorkflowJson.TooLarge(next, "The input to continue with") is { } tooLarge ? Fail(events, tooLarge) : Outcome(events) with { Next = new Continuation(next, _state.Events.Kept) };
        if (IsCodeDone)
            return _state.HasOpenTasks ? Outcome(events) : End(events);
        if (_code is not null && !_state.HasOpenTasks && !_state.Events.HasWaits)
            return Fail(events, NotDeterministic("The code waits for something that does not come from its context."));
        return events.Count > 1 ? Outcome(events) : new TurnOutcome([], _state.Status, _state.NextDue);
    }

    /// <summary>The outcome of a turn that only ends the instance.</summary>
    public static TurnOutcome Failed(DateTimeOffset now, WorkflowFailure failure) =>
        new([new HistoryEvent { Kind = HistoryKind.TurnStarted, At = now }, new HistoryEvent { Kind = HistoryKind.Failed, At = now, Failure = failure }], null, null) { Failure = failure };

    private bool IsCodeDone => _code is { IsCompleted: true };

    private bool Deliver(HistoryEvent message)
    {
        var isTaken = false;
        _scheduler.Run(() =>
        {
            if (message.Kind == HistoryKind.Started)
            {
                isTaken = _code is null;
                _code ??= _entry.RunAsync(_services, _context, message.Payload ?? default);
            }
            else
            {
                isTaken = _state.Receive(message);
            }
        });
        return isTaken;
    }

    private TurnOutcome End(List<HistoryEvent> events)
    {
        if (WorkflowFailures.Of(_code!) is { } failure)
            return Fail(events, failure);
        var output = _code!.Result;
        if (WorkflowJson.TooLarge(output, $"The output of {_info.Name}") is { } tooLarge)
            return Fail(events, tooLarge);
        events.Add(new HistoryEvent { Kind = HistoryKind.Completed, At = _state.Now, Payload = output });
        return Outcome(events) with { Output = output };
    }

    private TurnOutcome Fail(List<HistoryEvent> events, WorkflowFailure failure)
    {
        events.Add(new HistoryEvent { Kind = HistoryKind.Failed, At = _state.Now, Failure = failure });
        return Outcome(events) with { Failure = failure };
    }

    private TurnOutcome Outcome(List<HistoryEvent> events) => new(events, _state.Status, _state.NextDue);

    private static WorkflowFailure NotDeterministic(string difference) => new(WorkflowFailureTypes.NotDeterministic, difference);
}
