using AgentFunctions.Core.Context.Assembly;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Context;

public static class ContextServiceCollectionExtensions
{
    /// <summary>The assembly of contexts. Needs an <see cref="ITokenMeter"/>.</summary>
    public static IServiceCollection AddAgentFunctionsContext(this IServiceCollection services)
    {
        services.TryAddSingleton<ContextAssembler>();
        return services;
    }
}
