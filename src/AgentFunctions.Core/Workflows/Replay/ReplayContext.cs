using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>The context of one run of the code. What it does is numbered and noted; what comes back is matched by number.</summary>
internal sealed class ReplayContext(ExecutionInfo info, WorkflowEntry entry, WorkflowCatalog catalog, ExecutionState state) : IWorkflowContext
{
    private static readonly TimeSpan ForEver = System.Threading.Timeout.InfiniteTimeSpan;
    private int _guids;

    public string InstanceId => info.InstanceId;

    public string Name => info.Name;

    public int Version => info.Version;

    public string? ParentId => info.ParentId;

    public DateTimeOffset Now => state.Now;

    public bool IsReplaying => state.IsReplaying;

    public Guid NewGuid()
    {
        state.RequireCurrent();
        return DeterministicIds.Guid(info, ++_guids);
    }

    public Task<TOut> CallActivityAsync<TIn, TOut>(ActivityName<TIn, TOut> activity, TIn input, RetryPolicy? retry = null)
    {
        ArgumentNullException.ThrowIfNull(activity);
        state.RequireCurrent();
        var json = catalog.FindActivity(activity.Name)?.Json ?? entry.Json;
        var payload = JsonSerializer.SerializeToElement(input, json);
        return RetryLoop.RunAsync(this, retry, _ => ReadAsync<TOut>(state.Begin(HistoryKind.ActivityScheduled, activity.Name, null, payload), json));
    }

    public Task<TOut> CallWorkflowAsync<TIn, TOut>(WorkflowName<TIn, TOut> workflow, TIn input, string? instanceId = null, RetryPolicy? retry = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        state.RequireCurrent();
        if (instanceId is not null)
            WorkflowIds.Check(instanceId);
        var json = catalog.FindWorkflow(workflow.Name)?.Json ?? entry.Json;
        var payload = JsonSerializer.SerializeToElement(input, json);
        return RetryLoop.RunAsync(this, retry, attempt =>
        {
            var childId = instanceId is null ? DeterministicIds.Child(info, state.NextTaskId) : DeterministicIds.Attempt(instanceId, attempt);
            return ReadAsync<TOut>(state.Begin(HistoryKind.ChildScheduled, workflow.Name, childId, payload), json);
        });
    }

    public Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken = default)
    {
        state.RequireCurrent();
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        if (dueAt <= Now)
            return Task.CompletedTask;
        var timer = state.BeginTimer(dueAt.ToUniversalTime());
        return cancellationToken.CanBeCanceled ? UntilCancelledAsync(timer, cancellationToken) : timer.Task;
    }

    public async Task<WorkflowEvent<T>> WaitForEventAsync<T>(string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        state.RequireCurrent();
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, WorkflowLimits.MaxEventNameLength, nameof(name));
        cancellationToken.ThrowIfCancellationRequested();
        if (state.Events.Take(name) is { } kept)
            return Received<T>(kept.Payload ?? default);
        if (timeout is { } given && given != ForEver && given <= TimeSpan.Zero)
            return new WorkflowEvent<T>(false, default);

        var wait = new EventWait();
        state.Events.Add(name, wait);
        var timer = timeout is { } limit && limit != ForEver ? state.BeginTimer(Now + limit) : null;
        if (timer is not null)
            _ = TimeOutAsync(timer, name, wait);
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                state.Events.Remove(name, wait);
                wait.Cancel(token);
            },
            null);
        try
        {
            return await wait.Task is { } payload ? Received<T>(payload) : new WorkflowEvent<T>(false, default);
        }
        finally
        {
            if (timer is not null)
                state.CancelTimer(timer);
        }
    }

    public void SetStatus<T>(T status)
    {
        state.RequireCurrent();
        var value = JsonSerializer.SerializeToElement(status, entry.Json);
        var size = WorkflowJson.StatusSizeOf(value);
        if (size > WorkflowLimits.MaxStatusBytes)
            throw new ArgumentException($"The status has {size} bytes as UTF-16 JSON; at most {WorkflowLimits.MaxStatusBytes} are allowed.", nameof(status));
        state.Status = value;
    }

    public void ContinueAsNew<TIn>(TIn input)
    {
        state.RequireCurrent();
        state.NextInput = JsonSerializer.SerializeToElement(input, entry.Json);
    }

    private static async Task<TOut> ReadAsync<TOut>(Task<JsonElement> task, JsonSerializerOptions json) => CataloguePayload.Read<TOut>(await task, json)!;

    private async Task UntilCancelledAsync(OpenTask timer, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                state.CancelTimer(timer);
                timer.Cancel(token);
            },
            null);
        await timer.Task;
    }

    private async Task TimeOutAsync(OpenTask timer, string name, EventWait wait)
    {
        await timer.Task;
        state.Events.Remove(name, wait);
        wait.TimeOut();
    }

    private WorkflowEvent<T> Received<T>(JsonElement payload) => new(true, CataloguePayload.Read<T>(payload, entry.Json));
}
