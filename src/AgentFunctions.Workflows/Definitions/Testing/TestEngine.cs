using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>
/// Runs one instance in memory, on the same replay code as real engines: activities at once and in order, time in jumps to the next timer or event. Nothing in it depends on a clock, a thread or chance, so the same script gives
/// the same trial.
/// </summary>
internal sealed class TestEngine(WorkflowCatalog catalog, IServiceProvider services, TestClock clock, DefinitionTestScript script, TestPayloads payloads, TestMeter meter)
{
    /// <summary>Activities of one trial.</summary>
    private const int MaxActivities = 20_000;

    private readonly List<HistoryEvent> _inbox = [];
    private readonly List<(DateTimeOffset At, string Name, JsonElement Data)> _events = [.. script.Events.Select(e => (script.Clock + e.At, e.Name, e.Data)).OrderBy(static e => e.Item1)];
    private int _activities;

    /// <summary>Why it did not end; null where it did.</summary>
    public string? Stuck { get; private set; }

    /// <summary>It took more than a trial may; null where it did not.</summary>
    public ApiError? Refusal { get; private set; }

    /// <summary>The failure of the workflow's code; null for none.</summary>
    public WorkflowFailure? Failure { get; private set; }

    /// <summary>Events of the script that nobody was sent.</summary>
    public IEnumerable<string> Unsent => _events.Select(static e => e.Name);

    public void Raise(string name, JsonElement data) => _inbox.Add(new HistoryEvent { Kind = HistoryKind.EventReceived, At = clock.Now, Name = name, Payload = data });

    public async Task RunAsync(string instanceId, JsonElement input, CancellationToken cancellationToken)
    {
        var name = RunWorkflows.Definition.Name;
        var entry = catalog.FindWorkflow(name)!;
        var generation = 0;
        var execution = new WorkflowExecution(new ExecutionInfo(instanceId, name, 1, null, generation), entry, catalog, services);
        _inbox.Add(new HistoryEvent { Kind = HistoryKind.Started, At = clock.Now, Name = name, Payload = input });
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((Refusal = meter.Refusal()) is not null) return;
            var inbound = _inbox.ToArray();
            _inbox.Clear();
            var outcome = execution.Run(clock.Now, inbound);
            if (outcome.IsEnd)
            {
                Failure = outcome.Failure;
                return;
            }

            if (outcome.Next is { } next)
            {
                payloads.Sweep(next.Input);
                execution = new WorkflowExecution(new ExecutionInfo(instanceId, name, 1, null, ++generation), entry, catalog, services);
                _inbox.Insert(0, new HistoryEvent { Kind = HistoryKind.Started, At = clock.Now, Name = name, Payload = next.Input });
                _inbox.InsertRange(1, next.Kept);
                continue;
            }

            foreach (var action in outcome.Events)
            {
                await DoAsync(action, cancellationToken);
                if ((Refusal = meter.Refusal()) is not null) return;
            }

            if (_activities > MaxActivities) Stuck = $"The trial did more than {MaxActivities} activities: shorten its loops.";
            else if (_inbox.Count == 0 && !Advance(execution)) Stuck ??= "It waits for something that the script does not give.";
            if (Stuck is not null) return;
        }
    }

    private async ValueTask DoAsync(HistoryEvent action, CancellationToken cancellationToken)
    {
        if (action.Kind == HistoryKind.ChildScheduled)
        {
            var payload = JsonSerializer.SerializeToElement(new RunEnd("", ""), DefinitionRunJson.Default.RunEnd);
            _inbox.Add(new HistoryEvent { Kind = HistoryKind.ChildCompleted, At = clock.Now, TaskId = action.TaskId, Payload = payload });
        }

        if (action.Kind != HistoryKind.ActivityScheduled) return;
        _activities++;
        try
        {
            var output = await catalog.FindActivity(action.Name!)!.RunAsync(services, action.Payload ?? default, cancellationToken);
            _inbox.Add(new HistoryEvent { Kind = HistoryKind.ActivityCompleted, At = clock.Now, TaskId = action.TaskId, Payload = output });
        }
        catch (Agents.Running.AgentRunFailedException failed)
        {
            _inbox.Add(new HistoryEvent { Kind = HistoryKind.ActivityFailed, At = clock.Now, TaskId = action.TaskId, Failure = WorkflowFailures.From(failed) });
        }
    }

    /// <summary>Goes to the next timer or event; false where there is neither.</summary>
    private bool Advance(WorkflowExecution execution)
    {
        var timers = execution.OpenTimers.OrderBy(static t => t.DueAt).ThenBy(static t => t.TaskId).ToList();
        var due = timers.Select(static t => t.DueAt!.Value).Concat(_events.Select(static e => e.At)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        if (due == DateTimeOffset.MaxValue) return false;
        if (due > clock.Now) clock.Now = due;
        foreach (var (at, name, data) in _events.Where(e => e.At <= clock.Now).ToList())
        {
            Raise(name, data);
            _events.Remove((at, name, data));
        }

        foreach (var timer in timers.Where(t => t.DueAt <= clock.Now)) _inbox.Add(new HistoryEvent { Kind = HistoryKind.TimerFired, At = clock.Now, TaskId = timer.TaskId, DueAt = timer.DueAt });
        return true;
    }
}
