using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Core.Subscriptions.Scheduling;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>Makes deliveries that are due, and looks after schedules, for every tenant each two seconds; in one process at a time, and harmless in two.</summary>
internal sealed class EventLoop(EventStore store, EventDeliverer deliverer, ScheduleRunner schedules, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<EventLoop> logger)
    : LeasedLoop("events", new LoopSignal(), tenants, lease, time, logger)
{
    private const int PageSize = 100;
    private const int MaxPages = 10;
    private readonly TimeProvider _time = time;

    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        await schedules.RunAsync(tenantId, cancellationToken);
        for (var i = 0; i < MaxPages; i++)
        {
            var due = await store.ListDueAsync(tenantId, _time.GetUtcNow(), PageSize, cancellationToken);
            foreach (var document in due) await DeliverAsync(tenantId, document, cancellationToken);
            if (due.Count < PageSize) return;
        }
    }

    private async ValueTask DeliverAsync(string tenantId, Document document, CancellationToken cancellationToken)
    {
        try
        {
            await deliverer.DeliverAsync(tenantId, document, cancellationToken);
        }
#pragma warning disable CA1031 // One delivery must not keep the others waiting; it stays due.
        catch (Exception exception) when (exception is not (OperationCanceledException or DocumentStoreUnavailableException))
#pragma warning restore CA1031
        {
            JobLog.TenantFailed(logger, exception, "events", tenantId);
        }
    }
}
