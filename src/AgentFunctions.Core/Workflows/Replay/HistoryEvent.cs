using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>One entry of an instance's append-only history; also what waits in its inbox.</summary>
public sealed record HistoryEvent
{
    public required HistoryKind Kind { get; init; }

    /// <summary>When it happened; of what the code does, the time of its turn.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Number of the activity, timer or child within this run of the code, from 1.</summary>
    public int? TaskId { get; init; }

    /// <summary>Of the activity, workflow or event.</summary>
    public string? Name { get; init; }

    /// <summary>Instance id of a child.</summary>
    public string? ChildId { get; init; }

    /// <summary>Of a timer.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Input, output or what an event carries.</summary>
    public JsonElement? Payload { get; init; }

    public WorkflowFailure? Failure { get; init; }

    /// <summary>Something the code did, as opposed to something that came to it.</summary>
    public bool IsAction => Kind is HistoryKind.ActivityScheduled or HistoryKind.TimerCreated or HistoryKind.TimerCancelled or HistoryKind.ChildScheduled;

    /// <summary>Something that came to the code.</summary>
    public bool IsInbound => !IsAction && Kind is not (HistoryKind.TurnStarted or HistoryKind.Completed or HistoryKind.Failed);

    /// <summary>In words, without content, to name a divergence.</summary>
    public string Describe() => Kind switch
    {
        HistoryKind.ActivityScheduled => $"activity {Name} (#{TaskId})",
        HistoryKind.ChildScheduled => $"child {Name} '{ChildId}' (#{TaskId})",
        HistoryKind.TimerCreated => $"timer (#{TaskId})",
        HistoryKind.TimerCancelled => $"cancellation of timer (#{TaskId})",
        _ => Kind.ToString(),
    };
}
