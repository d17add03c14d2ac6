using DurableTask.Core;
using DurableTask.Core.History;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>A history without its failures: what failed is scheduled again when the code comes to it; children that failed are rewound themselves.</summary>
internal sealed record RewoundHistory(ExecutionStartedEvent Start, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<string> FailedChildren)
{
    public static RewoundHistory Of(IReadOnlyList<HistoryEvent> history, OrchestrationInstance? parent)
    {
        var failed = history.Select(FailedTask).OfType<int>().ToHashSet();
        var began = history.OfType<ExecutionStartedEvent>().Single();
        var start = Again(began, parent);
        var kept = history.Where(past => past is not (TaskFailedEvent or SubOrchestrationInstanceFailedEvent or ExecutionCompletedEvent) && !(past is TaskScheduledEvent && failed.Contains(past.EventId)));
        return new RewoundHistory(
            start,
            [.. kept.Select(past => past == began ? start : past)],
            [.. history.OfType<SubOrchestrationInstanceCreatedEvent>().Where(child => failed.Contains(child.EventId)).Select(static child => child.InstanceId)]);
    }

    private static int? FailedTask(HistoryEvent past) => past switch
    {
        TaskFailedEvent task => task.TaskScheduledId,
        SubOrchestrationInstanceFailedEvent child => child.TaskScheduledId,
        _ => null,
    };

    private static ExecutionStartedEvent Again(ExecutionStartedEvent began, OrchestrationInstance? parent) => new(-1, began.Input)
    {
        Name = began.Name,
        Version = began.Version,
        Tags = began.Tags,
        OrchestrationInstance = new OrchestrationInstance { InstanceId = began.OrchestrationInstance.InstanceId, ExecutionId = Guid.NewGuid().ToString("N") },
        ParentInstance = parent is null || began.ParentInstance is not { } above
            ? began.ParentInstance
            : new ParentInstance { Name = above.Name, Version = above.Version, TaskScheduleId = above.TaskScheduleId, OrchestrationInstance = parent },
    };
}
