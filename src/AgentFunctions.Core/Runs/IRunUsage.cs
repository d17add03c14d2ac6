using AgentFunctions.Core.Runs.Reporting;

namespace AgentFunctions.Core.Runs;

/// <summary>Where the usage of a run is read from.</summary>
public interface IRunUsage
{
    /// <summary>What is known of the run's usage; null where nothing is.</summary>
    ValueTask<RunUsage?> FindAsync(string tenantId, Run run, CancellationToken cancellationToken);

    /// <summary>The same, model by model; empty where nothing is known.</summary>
    ValueTask<IReadOnlyList<RunModelUsage>> FindByModelAsync(string tenantId, Run run, CancellationToken cancellationToken) => new([]);
}
