using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Workflows;

/// <summary>
/// Starts and steers instances, in whichever engine the host has. Every call is durable when it returns. Steering an instance that is unknown or has ended answers false and does nothing.
/// </summary>
/// <exception cref="DocumentStoreUnavailableException">The engine's store cannot be reached; from every method.</exception>
public interface IWorkflowClient
{
    /// <summary>Schedules an instance; false where the id was used before, whatever became of it: ids are never reused, not even after a purge by mistake of the caller.</summary>
    /// <param name="instanceId">At most <see cref="WorkflowLimits.MaxInstanceIdLength"/> characters of <c>A-Za-z0-9._:-</c>, the first a letter or digit.</param>
    /// <param name="name">A workflow of the catalogue; its newest version is pinned.</param>
    /// <param name="input">As the workflow's input type is serialised.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="ArgumentException">No such workflow, id or size.</exception>
    ValueTask<bool> ScheduleAsync(string instanceId, string name, JsonElement input, CancellationToken cancellationToken);

    /// <summary>Hands an event to an instance, whether or not it waits for it yet.</summary>
    ValueTask<bool> RaiseEventAsync(string instanceId, string eventName, JsonElement payload, CancellationToken cancellationToken);

    /// <summary>Holds an instance: what comes is kept, nothing new begins. Activities that run go on.</summary>
    ValueTask<bool> SuspendAsync(string instanceId, string? reason, CancellationToken cancellationToken);

    ValueTask<bool> ResumeAsync(string instanceId, string? reason, CancellationToken cancellationToken);

    /// <summary>Ends an instance and its children where they stand, without running any of their code. Activities that run are not interrupted; their results go nowhere.</summary>
    ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Runs the failed activities of a failed instance again and goes on from there; its failed children likewise. false where it did not fail.</summary>
    ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Whether a rewind leads anywhere: the instance failed, and its engine can go back before that.</summary>
    async ValueTask<bool> CanRewindAsync(string instanceId, CancellationToken cancellationToken) => await FindAsync(instanceId, cancellationToken) is { Status: WorkflowStatus.Failed };

    /// <summary>What the engine knows; null where it knows no such instance.</summary>
    ValueTask<WorkflowInstance?> FindAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Waits until it has ended; null where there is no such instance.</summary>
    Task<WorkflowInstance?> WaitForEndAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Removes an instance that has ended, its children and their history; false where it is there and has not ended. Nothing to remove is true.</summary>
    ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken);
}
