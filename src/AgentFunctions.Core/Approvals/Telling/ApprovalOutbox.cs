using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>
/// Puts owed events into the outbox, each once, in however many processes: a mark lies in the same batch. A broken glass is also a change of the tenant's record, in that batch too, so it stands in the change feed and in the
/// activity of the key that did it.
/// </summary>
internal sealed class ApprovalOutbox(IDocumentStore store, TenantChanges changes, ApprovalLinks links)
{
    private static readonly TimeSpan MarkLife = TimeSpan.FromDays(30);
    private static readonly byte[] Empty = "{}"u8.ToArray();

    public async ValueTask TellAsync(string tenantId, StoredApproval approval, StoredNotice notice, CancellationToken cancellationToken)
    {
        var value = ApprovalEvents.Of(tenantId, approval, notice, links.Of(approval.Id));
        var mark = new DocumentWrite("o.raised:" + value.Id, Empty, MarkLife);
        if (notice.Type == EventTypes.ApprovalBreakGlass)
        {
            await RecordAsync(tenantId, approval, notice, value, mark, cancellationToken);
            return;
        }

        await store.ExecuteBatchAsync(NotificationOutbox.Partition(tenantId), [new BatchOperation.Create(mark), NotificationOutbox.ToOperation(value)], cancellationToken);
    }

    private async ValueTask RecordAsync(string tenantId, StoredApproval approval, StoredNotice notice, NotificationEvent value, DocumentWrite mark, CancellationToken cancellationToken)
    {
        var vote = approval.Votes.Last(static v => v.IsBreakGlass);
        var actor = new Actor(tenantId, Access.None, vote.By) { KeyId = vote.KeyId, RequestId = notice.RequestId };
        var outcome = await changes.RunAsync<NotificationEvent>(
            actor,
            async (_, ct) =>
            {
                if ((await store.ReadAsync(NotificationOutbox.Partition(tenantId), mark.Id, ct)).IsOk) return value;
                return new TenantStep<NotificationEvent>(value, [], [new BatchOperation.Upsert(mark), NotificationOutbox.ToOperation(value)])
                {
                    Entries = [new StoredChangeEntry("approvals", approval.Id, 0, ChangeOperations.BreakGlass, approval.Team)],
                };
            },
            cancellationToken);

        // Others change the tenant's record without end; it stays owed.
        if (outcome.Error is not null) throw new DocumentStoreUnavailableException("A broken glass could not be recorded yet.");
    }
}
