namespace AgentFunctions.Core.Jobs;

/// <summary>
/// Everything that is due, once: for a host whose processes come and go, woken by a timer of its platform. Where processes stay, each job and loop runs by itself as well, and the leases keep them apart.
/// </summary>
public sealed class DueJobs
{
    /// <summary>Wake-ups come on the minute and a run begins a moment after: without some slack a job of a minute would run every other.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private readonly IEnumerable<IScheduledJob> _jobs;
    private readonly IEnumerable<LeasedLoop> _loops;
    private readonly JobTurns _turns;

    internal DueJobs(IEnumerable<IScheduledJob> jobs, IEnumerable<LeasedLoop> loops, JobTurns turns) => (_jobs, _loops, _turns) = (jobs, loops, turns);

    /// <summary>Runs the jobs that are due and gives every loop a turn, all at once; what they meet is logged. Returns when all are done.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll([.. _jobs.Select(job => _turns.RunAsync(job, Since(job.Interval), cancellationToken)), .. _loops.Select(loop => loop.RunDueAsync(cancellationToken))]);

    private static TimeSpan Since(TimeSpan interval) => interval - (interval / 2 < Slack ? interval / 2 : Slack);
}
