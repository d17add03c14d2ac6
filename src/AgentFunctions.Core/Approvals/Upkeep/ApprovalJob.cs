using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Approvals.Upkeep;

/// <summary>Expires requests whose time is over, reminds of those that are pending, and tells what is still owed. Two processes at it do no harm: every change is conditional.</summary>
internal sealed class ApprovalJob(ITenantDirectory tenants, IDocumentStore documents, ApprovalStore store, ApprovalTransitions transitions, ApprovalTeller teller, TimeProvider time, ILogger<ApprovalJob> logger) : IScheduledJob
{
    public string Name => "approvals";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            var due = new DocumentFilter.Compare("due", FilterOperator.LessOrEqual, time.GetUtcNow().ToUnixTimeMilliseconds());
            List<(string DocumentId, ApprovalEntry Entry)> entries = [];
            await foreach (var entry in store.ScanAsync(tenantId, new DocumentQuery(due, IdPrefix: ApprovalDocuments.Open), cancellationToken)) entries.Add(entry);
            foreach (var (documentId, entry) in entries) await GuardedAsync(tenantId, documentId, entry.Id, cancellationToken);
        }
    }

    private async ValueTask GuardedAsync(string tenantId, string documentId, string id, CancellationToken cancellationToken)
    {
        try
        {
            await LookAfterAsync(tenantId, documentId, id, cancellationToken);
        }
#pragma warning disable CA1031 // One that cannot be told must not keep the others waiting.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ApprovalLog.Failed(logger, exception, id, tenantId);
        }
    }

    private async ValueTask LookAfterAsync(string tenantId, string documentId, string id, CancellationToken cancellationToken)
    {
        var outcome = await transitions.RunAsync(tenantId, id, static (current, now, _) => new(Remind(current, now)), cancellationToken);
        if (outcome.Value is { Owes: true } owing) await teller.SettleAsync(tenantId, owing, cancellationToken);

        // It was kept for as long as it had to be, and nobody was there to be told.
        if (outcome.Error is { Status: 404 }) await documents.DeleteAsync(ApprovalDocuments.Partition(tenantId), documentId, null, cancellationToken);
    }

    private static ApprovalStep Remind(StoredApproval current, long now)
    {
        if (!current.IsPending || current.RemindAt is not { } due || due > now) return ApprovalStep.Nothing;

        // After a downtime once, not once for each time that was missed. Without an interval: once, at half of the time.
        long? next = current.RemindEvery is { } every ? due + ((((now - due) / every) + 1) * every) : null;
        return current with { RemindAt = next, Notices = [.. current.Notices, new StoredNotice(EventTypes.ApprovalReminder, due)] };
    }
}
