namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>What providers keep of what was said in a run, for whoever knows that the run was told something that must not be known any more.</summary>
/// <exception cref="Documents.DocumentStoreUnavailableException">The store cannot be reached; it is asked again.</exception>
public interface IRunAnswers
{
    /// <summary>Erases what was kept for a run from a time on (Unix milliseconds). The run is marked as erased by then: what comes later finds that. Done again it does what is left.</summary>
    ValueTask EraseAsync(string tenantId, string agent, string runId, long since, CancellationToken cancellationToken);
}
