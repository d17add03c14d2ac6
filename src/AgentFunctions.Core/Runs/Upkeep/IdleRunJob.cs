using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs.Upkeep;

/// <summary>
/// Closes runs of agents that live elsewhere without a call for the idle time, and brings the index up to what was broken off: an entry without a run gets it, an entry of a closed run is finished, an entry that is no run's is removed.
/// Closing is conditional on the latest call, and a call of a run that is due for closing on the run being open: one of the two is first, never both.
/// </summary>
internal sealed class IdleRunJob(ITenantDirectory tenants, RunStore store, RunIndex index, IOptions<RunsOptions> options, TimeProvider time) : IScheduledJob
{
    public string Name => "run-idle";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <summary>What another process has seen and not yet written is on its way for at most this long; a closing waits for it.</summary>
    private TimeSpan Grace => (options.Value.LastSeenInterval * 2) + RunBinder.MaxAge;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = (time.GetUtcNow() - options.Value.IdleTimeout - Grace).ToUnixTimeMilliseconds();
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            await foreach (var entry in index.ListOpenAsync(tenantId, cancellationToken))
            {
                // Begun since then, it cannot be idle; an entry that is not in order waits for its turn.
                if (!entry.IsOurs && RunDocuments.StartOf(entry.Entry) <= due) await CheckAsync(tenantId, entry, due, cancellationToken);
            }
        }
    }

    private async ValueTask CheckAsync(string tenantId, StoredRun entry, long due, CancellationToken cancellationToken)
    {
        var run = await store.FindAsync(tenantId, entry.Id, cancellationToken);
        if (run is null)
        {
            // Its creator was stopped between the two writes, or is at it this moment: whoever is first creates it.
            if (!await store.TryCreateAsync(tenantId, entry, cancellationToken)) return;
            run = entry;
        }

        if (run.Entry != entry.Entry)
        {
            await index.RemoveAsync(tenantId, entry.Entry, cancellationToken);
            return;
        }

        if (!run.IsClosed && run.LastSeenAt <= due)
        {
            var closed = run with { Status = RunStatuses.ToName(RunStatus.TimedOut), EndedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
            run = await store.CloseAsync(tenantId, closed, due, cancellationToken);
        }

        if (run is { IsClosed: true }) await index.CloseAsync(tenantId, run, cancellationToken);
    }
}
