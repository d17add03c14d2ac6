using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Starts the children that a turn asked for.</summary>
internal static class ChildStarter
{
    /// <returns>null where it was started; else what the parent hears instead.</returns>
    public static HistoryEvent? Start(StoreConnection connection, InstanceRow parent, HistoryEvent child, int? version, string? owner, long now)
    {
        if (version is not { } known)
            return Refused(child, new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"There is no workflow '{child.Name}' in the catalogue."), now);
        var link = new ParentLink(parent.Key, parent.Id, child.TaskId!.Value, parent.Generation);
        if (InstanceTable.Insert(connection, child.ChildId!, child.Name!, known, link, owner, now) is not { } key)
            return Refused(child, new WorkflowFailure(WorkflowFailureTypes.InstanceIdUsed, $"The instance id '{child.ChildId}' was used before."), now);
        var started = new HistoryEvent { Kind = HistoryKind.Started, At = DateTimeOffset.FromUnixTimeMilliseconds(now), Payload = child.Payload };
        MessageTable.Add(connection, key, HistoryBytes.Write(started));
        return null;
    }

    private static HistoryEvent Refused(HistoryEvent child, WorkflowFailure failure, long now) =>
        new() { Kind = HistoryKind.ChildFailed, At = DateTimeOffset.FromUnixTimeMilliseconds(now), TaskId = child.TaskId, Failure = failure };
}
