using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Definitions;

/// <summary>Registers what reads workflows that are declared as data.</summary>
public static class DefinitionServiceCollectionExtensions
{
    public static IServiceCollection AddAgentFunctionsDefinitions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IDefinitionSource, DefinitionSource>();
        return services;
    }
}
