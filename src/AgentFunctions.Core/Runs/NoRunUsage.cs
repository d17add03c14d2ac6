namespace AgentFunctions.Core.Runs;

/// <summary>Knows of no usage; in force where nothing else is registered.</summary>
internal sealed class NoRunUsage : IRunUsage
{
    public ValueTask<RunUsage?> FindAsync(string tenantId, Run run, CancellationToken cancellationToken) => new((RunUsage?)null);
}
