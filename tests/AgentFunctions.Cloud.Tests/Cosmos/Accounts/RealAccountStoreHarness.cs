using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos.Accounts;

/// <summary>The engine over a real account, in a database of this run.</summary>
public sealed class RealAccountStoreHarness : AccountStoreHarness
{
    private static readonly Lazy<CosmosClient> Shared = new(static () => new CosmosClient(
        Environment.GetEnvironmentVariable(RealAccountFactAttribute.Endpoint), Environment.GetEnvironmentVariable(RealAccountFactAttribute.Key),
        new CosmosClientOptions { MaxRetryAttemptsOnRateLimitedRequests = 0 }));

    public RealAccountStoreHarness()
        : base(Shared.Value, Database, TimeSpan.FromSeconds(30))
    {
    }

    public static string Database { get; } = "agentfunctions-test-" + Guid.NewGuid().ToString("N");

    internal static Task MakeAsync() => AccountContainers.MakeAsync(Shared.Value, Database, withSearch: true);

    internal static Task DeleteAsync() => Shared.Value.GetDatabase(Database).DeleteAsync();
}
