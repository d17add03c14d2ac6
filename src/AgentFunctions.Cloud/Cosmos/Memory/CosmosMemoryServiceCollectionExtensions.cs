using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Vectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Cosmos.Memory;

public static class CosmosMemoryServiceCollectionExtensions
{
    /// <summary>
    /// The search of memory on Cosmos DB, beside <see cref="CosmosServiceCollectionExtensions.AddCosmosStore"/>: candidates by full text and vectors, and the vectors of what agents keep. Call it once, before the application's
    /// own services: the first that are registered count.
    /// </summary>
    public static IServiceCollection AddCosmosMemoryCandidates(this IServiceCollection services)
    {
        services.AddCosmosStore();
        services.TryAddSingleton<IMemoryCandidates, CosmosMemoryCandidates>();
        return services.AddMemoryVectors(static provider => new MemoryVectorSpace(provider.GetRequiredService<IOptions<CosmosOptions>>().Value.VectorDimensions));
    }
}
