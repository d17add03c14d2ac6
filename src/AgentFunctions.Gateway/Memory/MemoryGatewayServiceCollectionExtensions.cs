using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Gateway.Memory;

/// <summary>What memory asks of models.</summary>
public static class MemoryGatewayServiceCollectionExtensions
{
    /// <summary>Vectors for the search of memory, for agents that declare a model for them. Needs the model gateway.</summary>
    public static IServiceCollection AddMemoryModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AgentCallers>();
        services.TryAddSingleton<IEmbedder>(static s => new GatewayEmbedder(s.GetRequiredService<AgentCallers>(), new Lazy<IModelGateway>(() => s.GetRequiredService<IModelGateway>()), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
