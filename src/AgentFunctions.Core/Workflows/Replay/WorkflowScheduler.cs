namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>
/// Runs workflow code on one thread at a time, only within a turn. Continuations of what the code awaits come here; one that comes from elsewhere, outside of a turn, means that the code awaited what its context did
/// not give it.
/// </summary>
internal sealed class WorkflowScheduler : TaskScheduler
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly WorkflowSynchronizationContext _context;
    private readonly Action? _onViolation;
    private volatile int _thread;
    private volatile string? _violation;

    public WorkflowScheduler(Action? onViolation)
    {
        _context = new WorkflowSynchronizationContext(this);
        _onViolation = onViolation;
    }

    /// <summary>What the code did that cannot be replayed; null while all is well.</summary>
    public string? Violation => _violation;

    public bool IsCurrent => Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs <paramref name="step"/> and all that follows from it.</summary>
    public void Run(Action step)
    {
        var previous = SynchronizationContext.Current;
        _thread = Environment.CurrentManagedThreadId;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            // As a task, so that tasks which the code makes by the way run here as well.
            var run = new Task(() => Drain(step));
            run.RunSynchronously(this);
            if (run.Exception is { } failed)
                throw failed;
        }
        finally
        {
            _thread = 0;
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    public void Post(SendOrPostCallback callback, object? state)
    {
        if (IsCurrent)
            _queue.Enqueue((callback, state));
        else
            Report("The code awaited a task that does not come from its context.");
    }

    public void Report(string violation)
    {
        if (Interlocked.CompareExchange(ref _violation, violation, null) is null)
            _onViolation?.Invoke();
    }

    protected override void QueueTask(Task task) => Post(_ => TryExecuteTask(task), null);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsCurrent && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Drain(Action step)
    {
        step();
        while (_queue.TryDequeue(out var next))
            next.Callback(next.State);
    }
}
