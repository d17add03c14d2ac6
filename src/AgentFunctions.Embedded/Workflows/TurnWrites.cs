using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Workflows.Storage;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>Makes of a turn's outcome what is written.</summary>
internal static class TurnWrites
{
    public static TurnWrite Create(
        InstanceView view, long epoch, IReadOnlyList<HistoryEvent> inbound, TurnOutcome outcome, List<HistoryEvent> activities, int claimed, WorkflowCatalog catalog)
    {
        var row = view.Row;
        var done = view.Messages.Where(message => inbound.Contains(message.Event, ReferenceEqualityComparer.Instance)).ToList();
        return new TurnWrite
        {
            Instance = row,
            Epoch = epoch,
            Through = done.Count == 0 ? null : done[^1].Seq,
            Outcome = outcome,
            Bodies = [.. outcome.Events.Select(HistoryBytes.Write)],
            Activities = [.. activities.Select(scheduled => new ActivityTask(row.Key, row.Id, scheduled.TaskId!.Value, row.Generation, scheduled.Name!, HistoryBytes.Write(scheduled.Payload), TaskTable.NewClaim()))],
            Claimed = claimed,
            Children = [.. outcome.Events.Where(static recorded => recorded.Kind == HistoryKind.ChildScheduled).Select(child => (child, catalog.FindWorkflow(child.Name!)?.Version))],
        };
    }
}
