namespace AgentFunctions.Core.Workflows;

/// <summary>
/// All a workflow may touch. A strict subset of what Durable Task offers, so that the same code runs on the embedded engine and on Durable Functions. A workflow is replayed from its history whenever it is loaded, so it must be
/// deterministic: no clock, randomness, input or output, thread or task of its own; it awaits only tasks that come from here and what is built of them (<see cref="Task.WhenAll(Task[])"/>, <see cref="Task.WhenAny(Task[])"/>).
/// Not thread-safe; used from the scheduler's thread only.
/// </summary>
public interface IWorkflowContext
{
    /// <summary>Unique for all time; kept by continue-as-new.</summary>
    string InstanceId { get; }

    /// <summary>The catalogue's name of this workflow.</summary>
    string Name { get; }

    /// <summary>The version of its code that this instance was started with; it stays so to its end.</summary>
    int Version { get; }

    /// <summary>The instance that started this one as a child; null for none.</summary>
    string? ParentId { get; }

    /// <summary>The same at every replay: the time of the turn, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>true while results come from the history; side effects of logging belong behind it.</summary>
    bool IsReplaying { get; }

    /// <summary>The same at every replay.</summary>
    Guid NewGuid();

    /// <summary>Runs an activity at least once and gives its result.</summary>
    /// <exception cref="WorkflowTaskFailedException">It threw, after all retries of <paramref name="retry"/>.</exception>
    Task<TOut> CallActivityAsync<TIn, TOut>(ActivityName<TIn, TOut> activity, TIn input, RetryPolicy? retry = null);

    /// <summary>Runs a workflow as a child and gives its result.</summary>
    /// <param name="workflow">Which.</param>
    /// <param name="input">Its input.</param>
    /// <param name="instanceId">Its id; null makes one from this instance's, the same at every replay. An id that was used before fails the call.</param>
    /// <param name="retry">Retries start the child again, under an id of its own.</param>
    /// <exception cref="WorkflowTaskFailedException">It failed or was terminated, after all retries.</exception>
    Task<TOut> CallWorkflowAsync<TIn, TOut>(WorkflowName<TIn, TOut> workflow, TIn input, string? instanceId = null, RetryPolicy? retry = null);

    /// <summary>Completes at a time, or at once where it is past. Survives everything; no upper bound.</summary>
    /// <param name="dueAt">When.</param>
    /// <param name="cancellationToken">Takes the timer back; the task is cancelled. A workflow with a timer that still runs ends only with it.</param>
    Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the next event of a name. Events that came before are kept in order of arrival and taken first; names ignore case. One wait at a time for a name: use names that are unique to what is waited for.
    /// A wait that timed out or was cancelled takes no event: one that comes later is kept for the next wait.
    /// </summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="timeout">null waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait; the task is cancelled.</param>
    Task<WorkflowEvent<T>> WaitForEventAsync<T>(string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>What status reads show; the latest wins. At most <see cref="WorkflowLimits.MaxStatusBytes"/> as UTF-16 JSON.</summary>
    /// <exception cref="ArgumentException">It is larger.</exception>
    void SetStatus<T>(T status);

    /// <summary>Ends this run of the code after the current turn and begins it again with a new input and an empty history, under the same id. Events that were not taken go along.</summary>
    void ContinueAsNew<TIn>(TIn input);
}
