using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>Hears of every run of ours that is over: at least once, after it is closed and before lists show it so.</summary>
internal interface IRunEndListener
{
    /// <exception cref="Documents.DocumentStoreUnavailableException">It is told again.</exception>
    ValueTask EndedAsync(string tenantId, StoredRun run, CancellationToken cancellationToken);
}
