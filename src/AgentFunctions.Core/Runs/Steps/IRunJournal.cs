using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>
/// The steps of runs, written by activities. Every write is idempotent: an activity that runs again finds what it wrote. Each change of a step or a run is also an event of the run, in order, for those who follow it.
/// </summary>
/// <exception cref="DocumentStoreUnavailableException">Nothing is known to be written; the activity fails and is tried again.</exception>
public interface IRunJournal
{
    /// <summary>Begins a step, or gives it as it is: one that has ended is not done again, its output is taken.</summary>
    ValueTask<RunStep> BeginAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken);

    /// <summary>Writes how a step stands or ended; one that has ended stays as it is and is given back.</summary>
    ValueTask<RunStep> UpdateAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken);

    /// <summary>One step; null where there is none.</summary>
    ValueTask<RunStep?> FindAsync(string tenantId, string runId, string stepId, CancellationToken cancellationToken);

    /// <summary>Writes where the run is. A closed run stays closed; false then.</summary>
    ValueTask<bool> SetStatusAsync(string tenantId, string runId, RunStatus status, CancellationToken cancellationToken);

    /// <summary>Closes the run with its output (at most 32 KiB, larger as a reference) or its error. Done again with the same it changes nothing; false where it was closed otherwise.</summary>
    ValueTask<bool> CloseAsync(string tenantId, string runId, RunStatus status, System.Text.Json.JsonElement? output, Errors.ApiError? error, CancellationToken cancellationToken);
}
