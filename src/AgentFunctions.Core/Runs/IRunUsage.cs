namespace AgentFunctions.Core.Runs;

/// <summary>Where the usage of a run is read from.</summary>
public interface IRunUsage
{
    /// <summary>What is known of the run's usage; null where nothing is.</summary>
    ValueTask<RunUsage?> FindAsync(string tenantId, Run run, CancellationToken cancellationToken);
}
