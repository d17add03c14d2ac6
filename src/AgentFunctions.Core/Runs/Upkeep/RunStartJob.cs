using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs.Upkeep;

/// <summary>Finishes what was broken off: hands runs to the engine that were written and not handed over, removes entries that no run followed, goes on with purges. Looks only at entries that say so.</summary>
internal sealed class RunStartJob(ITenantDirectory tenants, RunStore store, RunIndex index, RunPurge documents, RunScheduler scheduler, RunPurging purging, TimeProvider time, ILogger<RunStartJob> logger) : IScheduledJob
{
    /// <summary>A start that is under way does by itself what is left to be done within this time.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(10);

    /// <summary>An entry this old whose run is not there has nobody any more who would create it.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(30);

    public string Name => "run-starts";

    public TimeSpan Interval => TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            await foreach (var entry in index.ListAsync(tenantId, RunDocuments.Unscheduled, cancellationToken))
                if (entry.StartedAt <= (now - UnderWay).ToUnixTimeMilliseconds()) await StartAsync(tenantId, entry, now, cancellationToken);
            await foreach (var entry in index.ListAsync(tenantId, RunDocuments.Purging, cancellationToken)) await purging.FinishAsync(tenantId, entry, cancellationToken);
        }
    }

    private async ValueTask StartAsync(string tenantId, StoredRun entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = await store.FindAsync(tenantId, entry.Id, cancellationToken);
        if (run is null)
        {
            if (entry.StartedAt > (now - Lost).ToUnixTimeMilliseconds()) return;

            // Whatever of it was written before the run itself.
            await documents.DeleteWithPayloadsAsync(tenantId, entry.Id, cancellationToken);
            await index.RemoveUnscheduledAsync(tenantId, entry.Entry, cancellationToken);
        }
        else if (run.Entry != entry.Entry)
        {
            await index.RemoveUnscheduledAsync(tenantId, entry.Entry, cancellationToken);
        }
        else if (run.IsClosed)
        {
            await index.ScheduledAsync(tenantId, entry.Entry, cancellationToken);
        }
        else
        {
            await ScheduleAsync(tenantId, run, cancellationToken);
        }
    }

    private async ValueTask ScheduleAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.ScheduleAsync(tenantId, run, cancellationToken);
        }
#pragma warning disable CA1031 // One run that the engine will not take must not keep the others waiting.
        catch (Exception exception) when (exception is not (OperationCanceledException or DocumentStoreUnavailableException))
#pragma warning restore CA1031
        {
            RunLog.SchedulingFailed(logger, exception, run.Id);
        }
    }
}
