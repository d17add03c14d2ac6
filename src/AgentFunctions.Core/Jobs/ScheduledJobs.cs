using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Jobs;

/// <summary>Runs every <see cref="IScheduledJob"/> at its interval, in one process at a time. Never ends before the host does.</summary>
internal sealed class ScheduledJobs(IEnumerable<IScheduledJob> jobs, JobTurns turns, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(job => LoopAsync(job, stoppingToken)));

    private async Task LoopAsync(IScheduledJob job, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(job.Interval, time);
        try
        {
            // Timers of two processes drift: half the interval tells a run that is due from a second one.
            do await turns.RunAsync(job, job.Interval / 2, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await turns.ReleaseAsync(job);
        }
    }
}
