namespace AgentFunctions.Core.Identity;

/// <summary>The tenant that always exists.</summary>
internal sealed class DefaultTenantOnly : ITenantDirectory
{
    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => new[] { Tenants.Default }.ToAsyncEnumerable();
}
