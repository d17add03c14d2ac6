using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Core.Workflows.Testing;

/// <summary>An instance in a test's memory.</summary>
internal sealed class TestInstance(string id, WorkflowEntry entry, TestInstance? parent, int? parentTask, DateTimeOffset createdAt)
{
    private List<HistoryEvent> _history = [];

    public string Id { get; } = id;

    public WorkflowEntry Entry { get; } = entry;

    public TestInstance? Parent { get; } = parent;

    public int? ParentTask { get; } = parentTask;

    public Queue<HistoryEvent> Inbox { get; private set; } = [];

    public IReadOnlyList<HistoryEvent> OpenTimers { get; private set; } = [];

    public WorkflowStatus Status { get; private set; } = WorkflowStatus.Pending;

    public bool IsEnded => Status is WorkflowStatus.Completed or WorkflowStatus.Failed;

    private int Generation { get; set; }

    private DateTimeOffset CreatedAt { get; } = createdAt;

    private DateTimeOffset? UpdatedAt { get; set; }

    private JsonElement? CustomStatus { get; set; }

    private TurnOutcome? End { get; set; }

    public bool CanRun(DateTimeOffset now) => !IsEnded && (Inbox.Count > 0 || OpenTimers.Any(timer => timer.DueAt <= now));

    /// <summary>Hands the code the next thing that came, on a replay of everything before, and replays that once more.</summary>
    public TurnOutcome Turn(DateTimeOffset now, WorkflowCatalog catalog, IServiceProvider services)
    {
        var execution = Create(catalog, services);
        var inbound = TurnInbox.Order([.. Inbox], OpenTimers, now).Take(1).ToArray();
        if (inbound.Length == 1 && Inbox.TryPeek(out var first) && ReferenceEquals(first, inbound[0]))
            Inbox.Dequeue();
        var outcome = execution.Replay(_history) is { } difference ? WorkflowExecution.Failed(now, difference) : execution.Run(now, inbound);
        if (outcome.Failure?.Type != WorkflowFailureTypes.NotDeterministic)
            outcome = ReplayCheck.Verify(Create(catalog, services), _history, outcome, now);
        Apply(outcome, now);
        OpenTimers = [.. execution.OpenTimers];
        return outcome;
    }

    public WorkflowInstance ToInstance() => new(Id, Entry.Name, Entry.Version, Status, CreatedAt, UpdatedAt ?? CreatedAt, CustomStatus, End?.Output, End?.Failure);

    private WorkflowExecution Create(WorkflowCatalog catalog, IServiceProvider services) => new(new ExecutionInfo(Id, Entry.Name, Entry.Version, Parent?.Id, Generation), Entry, catalog, services);

    private void Apply(TurnOutcome outcome, DateTimeOffset now)
    {
        UpdatedAt = now;
        CustomStatus = outcome.Status ?? CustomStatus;
        Status = !outcome.IsEnd ? WorkflowStatus.Running : outcome.Failure is null ? WorkflowStatus.Completed : WorkflowStatus.Failed;
        if (outcome.IsEnd)
            End = outcome;
        if (outcome.Next is not { } next)
        {
            _history.AddRange(outcome.Events);
            return;
        }
        _history = [];
        Generation++;
        Inbox = new([new HistoryEvent { Kind = HistoryKind.Started, At = now, Payload = next.Input }, .. next.Kept, .. Inbox]);
    }
}
