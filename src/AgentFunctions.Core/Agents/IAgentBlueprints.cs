using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Agents;

/// <summary>Agents in the versions that runs pinned.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; the step is tried again.</exception>
public interface IAgentBlueprints
{
    /// <summary>The agent of a run; null where the pinned version is not kept any more.</summary>
    ValueTask<AgentBlueprint?> FindAsync(RunWork work, CancellationToken cancellationToken);
}
