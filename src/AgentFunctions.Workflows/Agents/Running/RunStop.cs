using System.Text.Json;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Listens for what ends a run before it is done: somebody cancels it, or its deadline comes. Everything that waits waits against it.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly IWorkflowContext _context;
    private readonly CancellationTokenSource _listening = new();
    private readonly Task _cancel;
    private readonly Task? _deadline;
    private readonly Task _signal;

    private RunStop(IWorkflowContext context, DateTimeOffset? deadline, bool isCancelling, bool listens)
    {
        _context = context;
        _cancel = isCancelling ? Task.CompletedTask : listens ? context.WaitForEventAsync<JsonElement>(RunWorkflows.CancelEvent, null, _listening.Token) : new TaskCompletionSource().Task;
        _deadline = deadline is { } due ? context.CreateTimerAsync(due, _listening.Token) : null;
        _signal = _deadline is null ? _cancel : Task.WhenAny(_cancel, _deadline);
    }

    public bool IsCancelled => _cancel.IsCompletedSuccessfully;

    public bool IsPastDeadline => _deadline is { IsCompletedSuccessfully: true };

    public bool IsRequested => IsCancelled || IsPastDeadline;

    public static RunStop Of(IWorkflowContext context, AgentRunPlan plan) => new(context, plan.Deadline, plan.IsCancelling, listens: true);

    /// <summary>Nothing stops what is undone after a run was cancelled.</summary>
    public static RunStop Never(IWorkflowContext context) => new(context, null, false, listens: false);

    /// <summary>Waits for a task or for the end of the run, whichever comes first; true: the task is over.</summary>
    public async Task<bool> WaitAsync(Task task)
    {
        if (!task.IsCompleted) await Task.WhenAny(task, _signal);
        return task.IsCompleted;
    }

    /// <summary>A durable wait; false where the run ends first.</summary>
    public async Task<bool> DelayAsync(TimeSpan span)
    {
        if (IsRequested) return false;
        using var source = new CancellationTokenSource();
        var isOver = await WaitAsync(_context.CreateTimerAsync(_context.Now + span, source.Token));
        End(source);
        return isOver;
    }

    /// <summary>Waits for an event until a time, if any; false where the run ends first.</summary>
    public async Task<bool> EventAsync(string name, TimeSpan? timeout)
    {
        if (IsRequested) return false;
        using var source = new CancellationTokenSource();
        var isOver = await WaitAsync(_context.WaitForEventAsync<JsonElement>(name, timeout, source.Token));
        End(source);
        return isOver;
    }

    /// <summary>Takes the waits back: an instance ends, or begins anew, only when nothing waits any more.</summary>
    public void Dispose()
    {
        End(_listening);
        _listening.Dispose();
    }

    // At once and on this thread: the workflow must see the same order at every replay.
    private static void End(CancellationTokenSource source) => source.Cancel();
}
