using AgentFunctions.Cloud.Cosmos.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Cloud.Hosting;

public static class CosmosStoresServiceCollectionExtensions
{
    /// <summary>
    /// What <c>AddEmbeddedStores</c> is on files, on an account that every instance shares: documents, and the candidates and vectors of memory. Expired documents are removed by the service. Call it before the application's own services.
    /// </summary>
    public static IServiceCollection AddCosmosStores(this IServiceCollection services) => services.AddCosmosMemoryCandidates();
}
