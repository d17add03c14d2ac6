using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Jobs;

/// <summary>One run of a job under its lease. Within this process a job's runs take turns, whoever asks for them: the lease tells processes apart, not callers.</summary>
internal sealed class JobTurns(JobLease lease, TimeProvider time, ILogger<JobTurns> logger)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Runs the job, unless another process has it or it ran after <paramref name="before"/> ago anywhere. What the run meets is logged.</summary>
    public async Task RunAsync(IScheduledJob job, TimeSpan before, CancellationToken stoppingToken)
    {
        var gate = _gates.GetOrAdd(job.Name, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(stoppingToken);
        try
        {
            if (await lease.TryBeginAsync(job.Name, time.GetUtcNow() - before, job.LeaseLife, stoppingToken)) await RunAsync(job, stoppingToken);
        }
#pragma warning disable CA1031 // Whatever a run met, the next one comes.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            JobLog.Failed(logger, exception, job.Name);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task ReleaseAsync(IScheduledJob job)
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

    private async Task RunAsync(IScheduledJob job, CancellationToken stoppingToken)
    {
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
}
