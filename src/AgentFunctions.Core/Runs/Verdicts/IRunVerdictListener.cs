namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>Hears of verdicts on runs: at least once, after they are stored.</summary>
public interface IRunVerdictListener
{
    /// <exception cref="Documents.DocumentStoreUnavailableException">Whoever gave the verdict gives it again.</exception>
    ValueTask<RunVerdictEffect> GivenAsync(string tenantId, string agent, string? team, RunVerdict verdict, CancellationToken cancellationToken);
}
