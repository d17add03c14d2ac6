namespace AgentFunctions.Core.Jobs;

/// <summary>Work that comes back. One process does it at a time; a run that fails is logged and comes back all the same.</summary>
public interface IScheduledJob
{
    /// <summary>Unique, <c>^[a-z0-9-]{1,64}$</c>.</summary>
    string Name { get; }

    /// <summary>From the start of one run to the start of the next; a longer run is followed by the next at once.</summary>
    TimeSpan Interval { get; }

    /// <summary>After this long without a sign of life another process may run it; from 3 s.</summary>
    TimeSpan LeaseLife => JobLease.Life;

    /// <summary>One run. Repeating it must do no harm: a process can be killed at any point.</summary>
    /// <param name="cancellationToken">The host stops, or the lease was lost.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
