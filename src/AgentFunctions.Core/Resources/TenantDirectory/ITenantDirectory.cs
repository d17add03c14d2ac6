namespace AgentFunctions.Core.Resources.TenantDirectory;

/// <summary>Every tenant there is; for jobs that work through all of them.</summary>
public interface ITenantDirectory
{
    /// <summary>Ids in order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);
}
