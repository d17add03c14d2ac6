using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Jobs;

/// <summary>Runs every <see cref="IScheduledJob"/> at its interval, in one process at a time. Never ends before the host does.</summary>
internal sealed class ScheduledJobs(IEnumerable<IScheduledJob> jobs, JobLease lease, TimeProvider time, ILogger<ScheduledJobs> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(job => LoopAsync(job, stoppingToken)));

    private async Task LoopAsync(IScheduledJob job, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(job.Interval, time);
        try
        {
            do await TurnAsync(job, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReleaseAsync(job);
        }
    }

    private async Task TurnAsync(IScheduledJob job, CancellationToken stoppingToken)
    {
        try
        {
            if (!await lease.TryBeginAsync(job.Name, job.Interval, job.LeaseLife, stoppingToken)) return;
            using var run = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            using var done = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var keeping = KeepAsync(job, run, done.Token);
            try
            {
                await job.RunAsync(run.Token);
            }
            finally
            {
                await done.CancelAsync();
                await keeping;
            }
        }
#pragma warning disable CA1031 // Whatever a run met, the next one comes.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            JobLog.Failed(logger, exception, job.Name);
        }
    }

    /// <summary>Renews the lease while a run lasts; ends the run when the lease is lost or cannot be confirmed for too long.</summary>
    private async Task KeepAsync(IScheduledJob job, CancellationTokenSource run, CancellationToken done)
    {
        using var timer = new PeriodicTimer(job.LeaseLife / 3, time);
        var confirmed = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                bool? held = null;
                try
                {
                    held = await lease.RenewAsync(job.Name, job.LeaseLife, done);
                }
                catch (Documents.DocumentStoreUnavailableException)
                {
                    // Undecided: counts against the lease's life below.
                }

                if (held == true) confirmed = time.GetTimestamp();
                if (held == true || (held is null && time.GetElapsedTime(confirmed) < job.LeaseLife)) continue;
                JobLog.LeaseLost(logger, job.Name);
                await run.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task ReleaseAsync(IScheduledJob job)
    {
        try
        {
            await lease.ReleaseAsync(job.Name, CancellationToken.None);
        }
        catch (Documents.DocumentStoreUnavailableException)
        {
            // It ends by itself.
        }
    }
}
