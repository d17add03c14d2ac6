namespace AgentFunctions.Core.Identity;

/// <summary>The tenants there are; for jobs that go over all of them.</summary>
public interface ITenantDirectory
{
    /// <summary>Ids of all tenants, each once, in any order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);
}
