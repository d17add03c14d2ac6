namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Can be stopped, and everything within it with it. Made of completion sources that the workflow's own code completes, so it is the same at every replay.</summary>
internal sealed class StopScope
{
    private readonly TaskCompletionSource _hard = new();
    private readonly TaskCompletionSource _any = new();
    private readonly List<StopScope> _inner = [];
    private readonly StopScope? _outer;

    private StopScope(StopScope? outer) => _outer = outer;

    /// <summary>Why; <see cref="StopReason.Pause"/> gives way to every other reason.</summary>
    public StopReason Reason { get; private set; }

    public bool IsStopped => Reason != StopReason.None;

    /// <summary>Stopped for good, not only for a new history.</summary>
    public bool IsOver => IsStopped && Reason != StopReason.Pause;

    public static StopScope Root() => new(null);

    /// <summary>For what is done in any case, although what is around it was stopped: nothing stops it.</summary>
    public static StopScope InAnyCase() => new(null) { IsInAnyCase = true };

    /// <summary>What is done in it is done even in a run that is being cancelled.</summary>
    public bool IsInAnyCase { get; private init; }

    public StopScope Inner()
    {
        var inner = new StopScope(this) { IsInAnyCase = IsInAnyCase };
        _inner.Add(inner);
        if (IsStopped) inner.Stop(Reason);
        return inner;
    }

    /// <summary>Nobody within it will be stopped any more.</summary>
    public void Leave() => _outer?._inner.Remove(this);

    public void Stop(StopReason reason)
    {
        if (IsOver || Reason == reason) return;
        Reason = reason;
        _any.TrySetResult();
        if (reason != StopReason.Pause) _hard.TrySetResult();
        foreach (var inner in _inner.ToArray()) inner.Stop(reason);
    }

    /// <summary>Waits for a task or for a stop of any kind; true: the task is over.</summary>
    public async Task<bool> WaitAsync(Task task)
    {
        if (!task.IsCompleted && !IsStopped) await Task.WhenAny(task, _any.Task);
        return task.IsCompleted;
    }

    /// <summary>The same, for what cannot be taken up again after a pause.</summary>
    public async Task<bool> WaitThroughPausesAsync(Task task)
    {
        if (!task.IsCompleted && !IsOver) await Task.WhenAny(task, _hard.Task);
        return task.IsCompleted;
    }
}
