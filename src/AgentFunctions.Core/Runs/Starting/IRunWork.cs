using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Runs of ours for the activities that do them.</summary>
/// <exception cref="DocumentStoreUnavailableException">The activity fails and is tried again.</exception>
public interface IRunWork
{
    /// <summary>What is to be done; null where there is no such run of ours.</summary>
    ValueTask<RunWork?> FindAsync(string tenantId, string runId, CancellationToken cancellationToken);

    /// <summary>How a run of ours ended; null while it is open, and where there is none.</summary>
    ValueTask<RunResult?> FindResultAsync(string tenantId, string runId, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the run document of a child, or finds it: its id follows from parent and step. The workflow of the parent then calls <see cref="RunWorkflows"/>' workflow for the target as a child, with
    /// <see cref="RunWorkflows.InstanceOf"/> of the child's run as instance id. Refused where the depth is used up, the target is unknown or not active, or the parent is closed.
    /// </summary>
    ValueTask<Outcome<RunWork>> StartChildAsync(string tenantId, ChildRun child, CancellationToken cancellationToken);
}
