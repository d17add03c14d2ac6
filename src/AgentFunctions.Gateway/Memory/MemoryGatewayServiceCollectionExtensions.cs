using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Gateway.Memory.Extraction;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Gateway.Memory;

/// <summary>What memory asks of models.</summary>
public static class MemoryGatewayServiceCollectionExtensions
{
    /// <summary>Vectors for the search of memory and facts from sessions, for agents that declare a model for them. Needs the model gateway.</summary>
    public static IServiceCollection AddMemoryModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AgentCallers>();
        services.TryAddSingleton<IEmbedder>(static s => new GatewayEmbedder(s.GetRequiredService<AgentCallers>(), new Lazy<IModelGateway>(() => s.GetRequiredService<IModelGateway>()), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IModelExtractor>(static s => new GatewayExtractor(s.GetRequiredService<AgentCallers>(), new Lazy<IModelInvoker>(() => s.GetRequiredService<IModelInvoker>()), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
