using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Turns a decided change into the documents that are written for it: each resource, its kept version, the event that tells of it, the record that keeps it through a restore, and one change record.</summary>
internal static class ChangeComposer
{
    public static List<BatchOperation> Compose<T>(Actor actor, long sequence, TenantStep<T> step, DateTimeOffset now)
        where T : class
    {
        var operations = new List<BatchOperation>((4 * step.Changes.Count) + step.Extra.Count + 1);
        foreach (var change in step.Changes)
        {
            operations.Add(ResourceDocuments.Write(change.Next));
            operations.Add(Version(actor.By, change));
            if (ChangeEvents.Of(actor.TenantId, change, actor.By, now) is { } told) operations.Add(NotificationOutbox.ToOperation(told));
            if (ChangeRestrictions.Of(actor.TenantId, change, now) is { } taken) operations.Add(taken.ToOperation());
        }

        operations.AddRange(step.Extra);
        operations.Add(Record(actor, sequence, step, now));
        return operations;
    }

    /// <summary>The version that is kept of a resource as a change leaves it.</summary>
    public static BatchOperation Version(string by, ResourceChange change)
    {
        var next = change.Next;
        var version = new StoredResourceVersion
        {
            Kind = next.Kind,
            Id = next.Id,
            Version = next.Version,
            Sequence = next.Seq,
            Etag = next.Etag,
            At = next.UpdatedAt,
            By = by,
            Operation = change.Operation,
            Spec = next.Spec,
            State = next.State,
            ManagedBy = next.ManagedBy,
            Team = change.Team,
        };
        return new BatchOperation.Upsert(new DocumentWrite(
            StoredResourceVersion.DocumentId(next.Kind, next.Id, next.Version), JsonSerializer.SerializeToUtf8Bytes(version, ResourceJson.Default.StoredResourceVersion)));
    }

    private static BatchOperation.Upsert Record<T>(Actor actor, long sequence, TenantStep<T> step, DateTimeOffset now)
        where T : class
    {
        var record = new StoredChange
        {
            Sequence = sequence,
            At = now,
            By = actor.By,
            KeyId = actor.KeyId,
            RequestId = actor.RequestId,
            Entries = [.. step.Changes.Select(c => new StoredChangeEntry(c.Next.Kind, c.Next.Id, c.Next.Version, c.Operation, c.Team)), .. step.Entries],
        };
        return new BatchOperation.Upsert(new DocumentWrite(StoredChange.DocumentId(sequence), JsonSerializer.SerializeToUtf8Bytes(record, ResourceJson.Default.StoredChange)));
    }
}
