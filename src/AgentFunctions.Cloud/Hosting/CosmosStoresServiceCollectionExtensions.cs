using AgentFunctions.Cloud.Cosmos;
using AgentFunctions.Cloud.Memory;
using AgentFunctions.Core.Memory.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Cloud.Hosting;

public static class CosmosStoresServiceCollectionExtensions
{
    /// <summary>
    /// What <c>AddEmbeddedStores</c> is on files, on an account that every instance shares: documents and the candidates of memory. Expired documents are removed by the service. Call it before the application's own services.
    /// </summary>
    public static IServiceCollection AddCosmosStores(this IServiceCollection services)
    {
        services.AddCosmosStore();
        services.TryAddSingleton<IMemoryCandidates, ScanningMemoryCandidates>();
        return services;
    }
}
