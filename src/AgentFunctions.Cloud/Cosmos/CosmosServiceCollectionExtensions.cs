using AgentFunctions.Cloud.Identity;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using Azure.Core;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Cosmos;

public static class CosmosServiceCollectionExtensions
{
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(10);

    /// <summary>The document store on Cosmos DB. Call it before the application's own services: the first store that is registered counts.</summary>
    public static IServiceCollection AddCosmosStore(this IServiceCollection services)
    {
        services.AddAzureIdentity();
        services.AddOptions<CosmosOptions>().BindConfiguration(CosmosOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CosmosOptions>, CosmosOptionsValidator>());

        // A counter that all processes share is dear to write there.
        services.AddOptions<LedgerOptions>().PostConfigure(static options => options.Blocks ??= true);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Client);
        services.TryAddSingleton<IDocumentStore, CosmosDocumentStore>();
        return services;
    }

    private static CosmosClient Client(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<CosmosOptions>>().Value;

        // Retries are the store's: it knows the caller's deadline.
        var client = new CosmosClientOptions { ApplicationName = "AgentFunctions", MaxRetryAttemptsOnRateLimitedRequests = 0, RequestTimeout = RequestTime };
        if (options.EmulatorKey is null) return new CosmosClient(options.Endpoint, provider.GetRequiredService<TokenCredential>(), client);
        client.ConnectionMode = ConnectionMode.Gateway;
        client.LimitToEndpoint = true;
        return new CosmosClient(options.Endpoint, options.EmulatorKey, client);
    }
}
