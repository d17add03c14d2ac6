using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Workflows.Testing;

/// <summary>
/// Runs workflows in the memory of a unit test: the code that runs them is the embedded engine's, the clock stands still until the test moves it or there is nothing else to do, activities run where the test put no
/// stand-in for them, and every await is replayed, so code that is not deterministic fails with <see cref="WorkflowFailureTypes.NotDeterministic"/>. Not thread-safe.
/// </summary>
public sealed class WorkflowTestHost
{
    private readonly IServiceProvider _services;
    private readonly WorkflowCatalog _catalog;
    private readonly ActivityStandIns _activities;
    private readonly Dictionary<string, TestInstance> _instances = new(StringComparer.Ordinal);
    private readonly List<WorkflowTestCall> _calls = [];

    /// <param name="services">With the workflows, the activities that are to run, and what these need: <c>new ServiceCollection().AddWorkflow&lt;T&gt;().BuildServiceProvider()</c>. The caller's to dispose.</param>
    public WorkflowTestHost(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _catalog = services.GetRequiredService<WorkflowCatalog>();
        _activities = new ActivityStandIns(services, _catalog);
    }

    /// <summary>The workflows' clock; begins on 2026-01-01T00:00:00Z.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The activities that ran, in order; retries count each.</summary>
    public IReadOnlyList<WorkflowTestCall> Calls => _calls;

    /// <summary>Runs in place of an activity, registered or not; the last one given counts. An exception is a failed try.</summary>
    public WorkflowTestHost StandIn<TIn, TOut>(ActivityName<TIn, TOut> activity, Func<TIn, TOut> run) => StandIn(activity, input => Task.FromResult(run(input)));

    /// <inheritdoc cref="StandIn{TIn, TOut}(ActivityName{TIn, TOut}, Func{TIn, TOut})"/>
    public WorkflowTestHost StandIn<TIn, TOut>(ActivityName<TIn, TOut> activity, Func<TIn, Task<TOut>> run)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _activities.Add(ActivityEntry.Create(activity, (_, input, _) => run(input), _catalog.FindActivity(activity.Name)?.Json));
        return this;
    }

    /// <summary>Starts an instance and runs it as far as it comes without time passing.</summary>
    /// <exception cref="ArgumentException">The workflow is not registered, or the id bad or used.</exception>
    public async Task<WorkflowInstance> StartAsync<TIn, TOut>(WorkflowName<TIn, TOut> workflow, TIn input, string instanceId = "test")
    {
        ArgumentNullException.ThrowIfNull(workflow);
        WorkflowIds.Check(instanceId);
        var entry = _catalog.FindWorkflow(workflow.Name) ?? throw new ArgumentException($"The workflow '{workflow.Name}' is not registered.", nameof(workflow));
        if (!TryStart(instanceId, entry, JsonSerializer.SerializeToElement(input, entry.Json), null, null))
            throw new ArgumentException($"The instance id '{instanceId}' was used before.", nameof(instanceId));
        await SettleAsync();
        return Find(instanceId);
    }

    /// <summary>Hands an event to an instance and runs on as far as it comes without time passing.</summary>
    public async Task<WorkflowInstance> RaiseEventAsync<T>(string eventName, T payload, string instanceId = "test")
    {
        WorkflowIds.CheckEventName(eventName);
        var instance = Instance(instanceId);
        instance.Inbox.Enqueue(new HistoryEvent { Kind = HistoryKind.EventReceived, At = Now, Name = eventName, Payload = JsonSerializer.SerializeToElement(payload, instance.Entry.Json) });
        await SettleAsync();
        return Find(instanceId);
    }

    /// <summary>Lets time pass; what is due on the way happens at its time, in order.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        var end = Now + time;
        while (NextDue() is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            await SettleAsync();
        }
        Now = end;
    }

    /// <summary>Runs an instance to its end; the clock jumps from timer to timer.</summary>
    /// <exception cref="InvalidOperationException">It waits for an event that does not come.</exception>
    public async Task<WorkflowInstance> RunToEndAsync(string instanceId = "test")
    {
        while (!Instance(instanceId).IsEnded)
        {
            Now = NextDue() ?? throw new InvalidOperationException($"The instance '{instanceId}' waits for an event, without a timeout: raise it.");
            await SettleAsync();
        }
        return Find(instanceId);
    }

    /// <summary>Where an instance is, children included.</summary>
    public WorkflowInstance Find(string instanceId) => Instance(instanceId).ToInstance();

    private TestInstance Instance(string instanceId) => _instances.GetValueOrDefault(instanceId) ?? throw new ArgumentException($"There is no instance '{instanceId}'.", nameof(instanceId));

    private DateTimeOffset? NextDue() => _instances.Values.Where(static instance => !instance.IsEnded).SelectMany(static instance => instance.OpenTimers).Min(static timer => timer.DueAt);

    private bool TryStart(string id, WorkflowEntry entry, JsonElement? input, TestInstance? parent, int? parentTask)
    {
        var instance = new TestInstance(id, entry, parent, parentTask, Now);
        instance.Inbox.Enqueue(new HistoryEvent { Kind = HistoryKind.Started, At = Now, Payload = input });
        return _instances.TryAdd(id, instance);
    }

    private async Task SettleAsync()
    {
        while (_instances.Values.FirstOrDefault(instance => instance.CanRun(Now)) is { } next)
            await FollowAsync(next, next.Turn(Now, _catalog, _services));
    }

    private async Task FollowAsync(TestInstance instance, TurnOutcome outcome)
    {
        if (outcome.Next is null)
        {
            foreach (var action in outcome.Events)
            {
                if (action.Kind == HistoryKind.ActivityScheduled)
                    await RunActivityAsync(instance, action);
                else if (action.Kind == HistoryKind.ChildScheduled && StartChild(instance, action) is { } failure)
                    instance.Inbox.Enqueue(Ended(HistoryKind.ChildFailed, action.TaskId, null, failure));
            }
        }
        if (outcome.IsEnd && instance.Parent is { IsEnded: false } parent)
            parent.Inbox.Enqueue(Ended(outcome.Failure is null ? HistoryKind.ChildCompleted : HistoryKind.ChildFailed, instance.ParentTask, outcome.Output, outcome.Failure));
    }

    private async Task RunActivityAsync(TestInstance instance, HistoryEvent scheduled)
    {
        _calls.Add(new WorkflowTestCall(instance.Id, scheduled.Name!, scheduled.Payload ?? default));
        instance.Inbox.Enqueue(await _activities.RunAsync(scheduled, CancellationToken.None) with { At = Now });
    }

    private WorkflowFailure? StartChild(TestInstance parent, HistoryEvent child)
    {
        if (_catalog.FindWorkflow(child.Name!) is not { } entry)
            return new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"There is no workflow '{child.Name}' in the catalogue.");
        return TryStart(child.ChildId!, entry, child.Payload, parent, child.TaskId) ? null : new WorkflowFailure(WorkflowFailureTypes.InstanceIdUsed, $"The instance id '{child.ChildId}' was used before.");
    }

    private HistoryEvent Ended(HistoryKind kind, int? taskId, JsonElement? output, WorkflowFailure? failure) => new() { Kind = kind, At = Now, TaskId = taskId, Payload = output, Failure = failure };
}
