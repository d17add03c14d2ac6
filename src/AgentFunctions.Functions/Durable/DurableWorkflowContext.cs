using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Functions.Durable.Again;
using AgentFunctions.Functions.Durable.Children;
using AgentFunctions.Functions.Durable.Tries;
using Microsoft.DurableTask;
using RetryPolicy = AgentFunctions.Core.Workflows.RetryPolicy;

namespace AgentFunctions.Functions.Durable;

/// <summary>The workflow contract on Durable Task. Payloads go through it as JSON that it does not look into; retries are loops over durable timers, the same as in the embedded engine.</summary>
internal sealed class DurableWorkflowContext(TaskOrchestrationContext durable, WorkflowEntry entry, WorkflowCatalog catalog, IReadOnlyDictionary<string, JsonElement> events) : IWorkflowContext
{
    private readonly DurableEvents _events = new(durable, events);
    private int _children;

    public string InstanceId => durable.InstanceId;

    public string Name => entry.Name;

    public int Version => entry.Version;

    public string? ParentId => durable.Parent?.InstanceId;

    public DateTimeOffset Now => new(DateTime.SpecifyKind(durable.CurrentUtcDateTime, DateTimeKind.Utc));

    public bool IsReplaying => durable.IsReplaying;

    public Guid NewGuid() => durable.NewGuid();

    public Task<TOut> CallActivityAsync<TIn, TOut>(ActivityName<TIn, TOut> activity, TIn input, RetryPolicy? retry = null)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var json = catalog.FindActivity(activity.Name)?.Json ?? entry.Json;
        var payload = JsonSerializer.SerializeToElement(input, json);
        var isInCatalogue = catalog.FindActivity(activity.Name) is not null;
        return RetryLoop.RunAsync(this, retry, attempt => CallAsync<TOut>(activity.Name, isInCatalogue, payload, json, () => RunActivityAsync(activity.Name, payload, isLast: IsLast(retry, attempt))));
    }

    public Task<TOut> CallWorkflowAsync<TIn, TOut>(WorkflowName<TIn, TOut> workflow, TIn input, string? instanceId = null, RetryPolicy? retry = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (instanceId is not null) WorkflowIds.Check(instanceId);
        var child = catalog.FindWorkflow(workflow.Name);
        var json = child?.Json ?? entry.Json;
        var payload = JsonSerializer.SerializeToElement(input, json);
        return RetryLoop.RunAsync(this, retry, attempt =>
        {
            var unique = durable.NewGuid();
            var claim = new ChildClaim(durable.InstanceId, DurableIds.Child(durable.InstanceId, instanceId, instanceId is null ? ++_children : attempt, unique), unique);
            return CallAsync<TOut>(workflow.Name, child is not null, payload, json, () => StartChildAsync(workflow.Name, child, claim, payload));
        });
    }

    public Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken = default) =>
        dueAt <= Now ? cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask : durable.CreateTimer(dueAt.UtcDateTime, cancellationToken);

    public async Task<WorkflowEvent<T>> WaitForEventAsync<T>(string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        WorkflowIds.CheckEventName(name);
        cancellationToken.ThrowIfCancellationRequested();
        var next = _events.Next(name);
        if (!next.IsCompleted && !await ArrivesAsync(next, timeout, cancellationToken)) return new WorkflowEvent<T>(false, default);
        _events.Taken(name);
        return new WorkflowEvent<T>(true, DurablePayload.Read<T>(await next, entry.Json));
    }

    public void SetStatus<T>(T status)
    {
        var value = JsonSerializer.SerializeToElement(status, entry.Json);
        var size = WorkflowJson.StatusSizeOf(value);
        if (size > WorkflowLimits.MaxStatusBytes) throw new ArgumentException($"The status has {size} bytes as UTF-16 JSON; at most {WorkflowLimits.MaxStatusBytes} are allowed.", nameof(status));
        durable.SetCustomStatus(value);
    }

    public void ContinueAsNew<TIn>(TIn input) =>
        durable.ContinueAsNew(AgainInput.Wrap(JsonSerializer.SerializeToElement(input, entry.Json), _events.Kept()), preserveUnprocessedEvents: true);

    /// <summary>false: the time ran out. A timer that lost is taken back: an orchestration does not end while one runs.</summary>
    private async Task<bool> ArrivesAsync(Task next, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (timeout is { } none && none != Timeout.InfiniteTimeSpan && none <= TimeSpan.Zero) return false;
        using var timer = new CancellationTokenSource();
        var cancelled = new TaskCompletionSource();
        using var registration = cancellationToken.UnsafeRegister(static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), cancelled);
        List<Task> first = [next, cancelled.Task];
        if (timeout is { } limit && limit != Timeout.InfiniteTimeSpan) first.Add(durable.CreateTimer((Now + limit).UtcDateTime, timer.Token));
        var winner = await Task.WhenAny(first);
        // Never CancelAsync: it leaves the orchestrator's thread.
        if (winner == next || winner == cancelled.Task) timer.Cancel();
        if (winner == cancelled.Task) await winner;
        return winner == next;
    }

    private static bool IsLast(RetryPolicy? retry, int attempt) => retry is null || (attempt >= retry.MaxAttempts && !retry.MoreFollow);

    private async Task<JsonElement> RunActivityAsync(string activity, JsonElement payload, bool isLast) => isLast
        ? await durable.CallActivityAsync<JsonElement>(activity, payload)
        : ActivityTry.Read(activity, await durable.CallActivityAsync<JsonElement>(activity, ActivityTry.Wrap(payload)));

    /// <summary>An id is asked for first: Durable Task would start that of an ended instance anew, and a parent of one that runs would wait for ever.</summary>
    private async Task<JsonElement> StartChildAsync(string workflow, WorkflowEntry? child, ChildClaim claim, JsonElement payload)
    {
        if (!await CallActivityAsync(ClaimChildActivity.Name, claim, ClaimChildActivity.Retries))
            throw new WorkflowTaskFailedException(workflow, new WorkflowFailure(WorkflowFailureTypes.InstanceIdUsed, $"The instance id '{claim.ChildId}' was used before."));
        return await durable.CallSubOrchestratorAsync<JsonElement>(child is null ? workflow : DurableNames.Of(child), payload, new SubOrchestrationOptions(instanceId: claim.ChildId));
    }

    private static async Task<TOut> CallAsync<TOut>(string name, bool isInCatalogue, JsonElement payload, JsonSerializerOptions json, Func<Task<JsonElement>> call)
    {
        if (WorkflowJson.TooLarge(payload, $"The input of {name}") is { } tooLarge) throw new WorkflowTaskFailedException(name, tooLarge);
        try
        {
            return DurablePayload.Read<TOut>(await call(), json)!;
        }
        catch (TaskFailedException failed)
        {
            throw new WorkflowTaskFailedException(name, DurableFailures.Of(failed.FailureDetails, name, isInCatalogue));
        }
    }
}
