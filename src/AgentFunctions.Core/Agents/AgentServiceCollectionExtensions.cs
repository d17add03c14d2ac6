using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Tools.BuiltIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Agents;

/// <summary>Registers what runs of agents need of the control plane.</summary>
public static class AgentServiceCollectionExtensions
{
    public static IServiceCollection AddAgentFunctionsAgents(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BuiltInTools>();
        services.TryAddSingleton(static s => new AgentCallers(s.GetRequiredService<IControlPlane>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAgentBlueprints>(static s => new AgentBlueprints(s.GetRequiredService<ResourceHistory>(), s.GetRequiredService<BuiltInTools>()));
        return services;
    }
}
