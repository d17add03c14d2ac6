using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>What is open in one run of the code.</summary>
internal sealed class ExecutionState(WorkflowScheduler scheduler)
{
    private readonly Dictionary<int, OpenTask> _open = [];
    private int _lastTaskId;

    public DateTimeOffset Now { get; set; }

    public bool IsReplaying { get; set; }

    public JsonElement? Status { get; set; }

    /// <summary>Set by continue-as-new.</summary>
    public JsonElement? NextInput { get; set; }

    public EventBox Events { get; } = new();

    public ActionLog Actions { get; } = new();

    public int NextTaskId => _lastTaskId + 1;

    public bool HasOpenTasks => _open.Count > 0;

    public IEnumerable<HistoryEvent> OpenTimers => _open.Values.Select(static task => task.Begun).Where(static begun => begun.Kind == HistoryKind.TimerCreated);

    public DateTimeOffset? NextDue => OpenTimers.Min(static timer => timer.DueAt);

    /// <exception cref="InvalidOperationException">The code runs where it must not.</exception>
    public void RequireCurrent()
    {
        if (scheduler.IsCurrent)
            return;
        const string Violation = "The code used its context from outside of its turn: it awaited a task that does not come from the context, or used ConfigureAwait(false) or another thread.";
        scheduler.Report(Violation);
        throw new InvalidOperationException(Violation);
    }

    /// <summary>An activity or a child begins; one whose input is too large fails at once and is not begun.</summary>
    public Task<JsonElement> Begin(HistoryKind kind, string name, string? childId, JsonElement payload)
    {
        RequireCurrent();
        return WorkflowJson.TooLarge(payload, $"The input of {name}") is { } tooLarge
            ? Task.FromException<JsonElement>(new WorkflowTaskFailedException(name, tooLarge))
            : Begin(new HistoryEvent { Kind = kind, At = Now, TaskId = NextTaskId, Name = name, ChildId = childId, Payload = payload }).Task;
    }

    public OpenTask BeginTimer(DateTimeOffset dueAt) => Begin(new HistoryEvent { Kind = HistoryKind.TimerCreated, At = Now, TaskId = NextTaskId, DueAt = dueAt });

    /// <summary>Takes the timer back where it still runs.</summary>
    public void CancelTimer(OpenTask timer)
    {
        RequireCurrent();
        if (_open.Remove(timer.Begun.TaskId!.Value))
            Actions.Add(new HistoryEvent { Kind = HistoryKind.TimerCancelled, At = Now, TaskId = timer.Begun.TaskId });
    }

    /// <summary>What came to the code reaches who waits for it; false where it concerns nobody any more.</summary>
    public bool Receive(HistoryEvent inbound)
    {
        if (inbound.Kind == HistoryKind.EventReceived)
        {
            Events.Receive(inbound);
            return true;
        }
        if (inbound.TaskId is not { } taskId || !_open.TryGetValue(taskId, out var task) || !Answers(task.Begun.Kind, inbound.Kind))
            return false;
        _open.Remove(taskId);
        if (inbound.Failure is { } failure)
            task.Fail(failure);
        else
            task.Complete(inbound.Payload ?? default);
        return true;
    }

    private static bool Answers(HistoryKind begun, HistoryKind ended) => begun switch
    {
        HistoryKind.ActivityScheduled => ended is HistoryKind.ActivityCompleted or HistoryKind.ActivityFailed,
        HistoryKind.ChildScheduled => ended is HistoryKind.ChildCompleted or HistoryKind.ChildFailed,
        _ => ended is HistoryKind.TimerFired,
    };

    private OpenTask Begin(HistoryEvent begun)
    {
        var task = new OpenTask(begun);
        _lastTaskId = begun.TaskId!.Value;
        _open.Add(_lastTaskId, task);
        Actions.Add(begun);
        return task;
    }
}
