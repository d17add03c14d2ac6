using AgentFunctions.Core.Approvals.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>
/// Tells what is owed: the workflow that waits, and the events. What is owed was written with the change itself, so nothing is lost with a process; it is told at once, and by the job until that succeeded. At least once.
/// </summary>
internal sealed class ApprovalTeller(ApprovalStore store, ApprovalSignals signals, ApprovalOutbox outbox, IServiceProvider services, ILogger<ApprovalTeller> logger)
{
    private const int Attempts = 8;

    /// <summary>Tells at once, as far as that goes: the change is done and answered whatever comes of it.</summary>
    public async ValueTask<StoredApproval> TellAsync(string tenantId, StoredApproval approval, CancellationToken cancellationToken)
    {
        if (!approval.Owes) return approval;
        try
        {
            await SettleAsync(tenantId, approval, cancellationToken);
        }
#pragma warning disable CA1031 // The job tries again; the caller's own matter is done.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ApprovalLog.NotTold(logger, exception, approval.Id);
        }

        return approval;
    }

    /// <summary>Tells what is owed and writes that it was told.</summary>
    public async ValueTask SettleAsync(string tenantId, StoredApproval approval, CancellationToken cancellationToken)
    {
        var signalled = approval.Signalled || (!approval.IsPending && await signals.RaiseAsync(approval, cancellationToken));
        foreach (var notice in approval.Notices)
        {
            await outbox.TellAsync(tenantId, approval, notice, cancellationToken);
            foreach (var listener in services.GetServices<IApprovalListener>()) await listener.HappenedAsync(tenantId, approval, notice, cancellationToken);
        }

        for (var i = 0; i < Attempts; i++)
        {
            // Something else may have happened to it meanwhile; what is owed for that stays owed.
            if (await store.FindAsync(tenantId, approval.Id, cancellationToken) is not var (current, etag)) return;
            var next = current with { Notices = [.. current.Notices.Except(approval.Notices)], Signalled = current.Signalled || (signalled && !approval.IsPending) };
            if (next.Notices.Count == current.Notices.Count && next.Signalled == current.Signalled) return;
            if (await store.TryReplaceAsync(tenantId, current, etag, next, cancellationToken)) return;
        }
    }
}
