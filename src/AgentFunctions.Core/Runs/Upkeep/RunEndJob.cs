using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Workflows;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs.Upkeep;

/// <summary>
/// Closes runs whose workflow ended without closing them (it failed, or was ended in the engine itself), runs within runs that are over, and brings the index up to runs that are closed. A run that is open stays open
/// however long nothing happens in it.
/// </summary>
internal sealed class RunEndJob(ITenantDirectory tenants, RunStore store, RunIndex index, RunClosing closing, RunScheduler scheduler, TimeProvider time, ILogger<RunEndJob> logger) : IScheduledJob
{
    /// <summary>Whoever is at it (a rewind, a termination) is done within this time.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(30);

    public string Name => "run-ends";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            await foreach (var entry in index.ListOpenAsync(tenantId, cancellationToken))
                if (entry.IsOurs) await CheckAsync(tenantId, entry, cancellationToken);
        }
    }

    private async ValueTask CheckAsync(string tenantId, StoredRun entry, CancellationToken cancellationToken)
    {
        // Without a run, the entry of a start is the other job's; that of a run within a run is found again by its parent's activity.
        if (await store.FindAsync(tenantId, entry.Id, cancellationToken) is not { } run) return;
        if (run.Entry != entry.Entry)
        {
            await index.RemoveAsync(tenantId, entry.Entry, cancellationToken);
        }
        else if (run.IsClosed)
        {
            await closing.FinishAsync(tenantId, run, cancellationToken);
        }
        else if (run.Scheduled && run.LastSeenAt <= (time.GetUtcNow() - UnderWay).ToUnixTimeMilliseconds() && await EndingAsync(tenantId, run, cancellationToken) is { } ending)
        {
            await closing.CloseAsync(tenantId, run.Id, ending, cancellationToken);
            RunLog.ClosedAfterwards(logger, run.Id, RunStatuses.ToName(ending.Status));
        }
    }

    /// <summary>How an open run ended; null while it goes on.</summary>
    private async ValueTask<RunEnding?> EndingAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        if (scheduler.Engine is not { } engine) return null;
        if (await engine.FindAsync(RunWorkflows.InstanceOf(tenantId, run.Id), cancellationToken) is { } instance) return Ending(instance);

        // Not begun yet by the parent, or gone with it.
        if (run.Parent is not { } parent || await store.FindAsync(tenantId, parent, cancellationToken) is not { IsClosed: true }) return null;
        return new RunEnding(RunStatus.Cancelled) { Reason = "The run it is a step of is over." };
    }

    private static RunEnding? Ending(WorkflowInstance instance) => instance.Status switch
    {
        WorkflowStatus.Failed => new RunEnding(RunStatus.Failed) { Error = new StoredError(ErrorCodes.InternalError, instance.Failure?.Message ?? "The workflow failed.") },
        WorkflowStatus.Terminated => new RunEnding(RunStatus.Terminated) { Reason = instance.Failure?.Message },
        WorkflowStatus.Completed => new RunEnding(RunStatus.Failed) { Error = new StoredError(ErrorCodes.InternalError, "The workflow ended without saying what came of the run.") },
        _ => null,
    };
}
