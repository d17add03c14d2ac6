using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Core.Definitions;

/// <summary>Workflows in the versions that runs pinned.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; the step is tried again.</exception>
public interface IDefinitionSource
{
    /// <summary>The workflow of a run; null where the pinned version is not kept any more.</summary>
    ValueTask<PinnedDefinition?> FindAsync(RunWork work, CancellationToken cancellationToken);
}
