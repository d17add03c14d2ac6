using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>Looks for work that nobody in this process told of: due timers, what other processes left, what dead ones had.</summary>
internal sealed class WorkLoop(WorkflowStore store, SlotTable slots, ActivityPool pool, EngineLease lease, WorkSignal work, IOptions<WorkflowEngineOptions> options, ILogger<WorkLoop> logger)
{
    private readonly int _claimAtOnce = options.Value.MaxConcurrentActivities;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (lease.Owner is { } owner)
                    await LookAsync(owner, cancellationToken);
            }
            catch (DocumentStoreUnavailableException exception)
            {
                WorkflowLog.StoreUnavailable(logger, exception);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                WorkflowLog.LookFailed(logger, exception);
            }
            await work.WaitAsync(options.Value.PollInterval, cancellationToken);
        }
    }

    private async Task LookAsync(string owner, CancellationToken cancellationToken)
    {
        await FreeDoubtfulAsync(cancellationToken);
        var found = await store.LookAsync(owner, cancellationToken);
        if (found.HasDeadOwners)
        {
            if (await store.ReleaseDeadAsync(cancellationToken) is var count and > 0)
                WorkflowLog.TookOver(logger, count);
            found = await store.LookAsync(owner, cancellationToken);
        }
        foreach (var id in found.Due)
            slots.SignalIfIdle(id);
        if (found.NextWake is { } next)
            work.DueAt(next);
        if (found.HasFreeTasks)
            await TakeActivitiesAsync(owner, cancellationToken);
    }

    private async Task TakeActivitiesAsync(string owner, CancellationToken cancellationToken)
    {
        var places = pool.Reserve(_claimAtOnce);
        if (places == 0)
        {
            pool.LeaveSome();
            return;
        }
        long[] claims = [.. Enumerable.Range(0, places).Select(static _ => TaskTable.NewClaim())];
        List<ActivityTask> taken = [];
        try
        {
            taken = await store.ClaimTasksAsync(owner, claims, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            pool.Doubt(owner, claims);
            throw;
        }
        finally
        {
            pool.Release(places - taken.Count);
        }
        foreach (var task in taken)
            pool.Start(task, owner);
        if (taken.Count == places)
            pool.LeaveSome();
    }

    private async Task FreeDoubtfulAsync(CancellationToken cancellationToken)
    {
        var doubtful = pool.TakeDoubtful();
        if (doubtful.Count == 0)
            return;
        try
        {
            await store.FreeTasksAsync(doubtful, cancellationToken);
        }
        catch
        {
            foreach (var (owner, claim) in doubtful)
                pool.Doubt(owner, [claim]);
            throw;
        }
    }
}
