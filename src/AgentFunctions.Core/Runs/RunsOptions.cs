namespace AgentFunctions.Core.Runs;

/// <summary>Runs and sessions of agents that live elsewhere. Section <c>AgentFunctions:Runs</c>.</summary>
public sealed class RunsOptions
{
    public const string SectionName = "AgentFunctions:Runs";

    /// <summary>A run without a call for this long is closed as <see cref="RunStatus.TimedOut"/>, within two minutes more. Default 30 min, 1 min to 30 days.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Runs that may come about within one run that was started from outside, on all levels together. Default 1,000, 1 to 1,000,000.</summary>
    public int MaxRunsWithin { get; set; } = 1000;

    /// <summary>
    /// Bytes of values that a run of a workflow may come to: inputs and outputs of its steps, variables, lists, also those that were overwritten, since they are kept until it is purged. Default 1 GiB, 1 MiB to 1 TiB. More
    /// fails it with <c>byte_limit</c>.
    /// </summary>
    public long MaxBytesPerRun { get; set; } = 1024L * 1024 * 1024;

    /// <summary>A session without a call for this long ends; the same id then begins a new one. Default 24 h, 1 min to 365 days.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the time of a run's latest call is written; also the most of it that a killed process loses. Default 15 s, 1 s to a quarter of <see cref="IdleTimeout"/>.</summary>
    public TimeSpan LastSeenInterval { get; set; } = TimeSpan.FromSeconds(15);
}
