using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>What another part keeps of what a run said.</summary>
internal interface IRunTraces
{
    /// <summary>The run has been ended and is about to be erased: what others are just writing for it is not written any more, or can be found from now on.</summary>
    ValueTask ForestallAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Erases what was said from a time on (Unix milliseconds). Done again it does what is left.</summary>
    ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken);
}
