using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>Registers the search of memory.</summary>
public static class MemorySearchServiceCollectionExtensions
{
    /// <summary>Registers <see cref="MemorySearch"/> over the engine's <see cref="IMemoryCandidates"/>, with vectors where an <see cref="IEmbedder"/> is registered.</summary>
    public static IServiceCollection AddMemorySearch(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(MemorySearchWeights.Default);
        services.TryAddSingleton(provider => new MemorySearch(
            provider.GetRequiredService<IMemoryCandidates>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<MemorySearchWeights>(), provider.GetService<IEmbedder>()));
        return services;
    }
}
