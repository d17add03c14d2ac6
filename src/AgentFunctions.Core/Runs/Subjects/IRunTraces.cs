using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>What another part keeps of what a run said.</summary>
internal interface IRunTraces
{
    /// <summary>Erases what was said from a time on (Unix milliseconds). Done again it does what is left.</summary>
    ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken);
}
