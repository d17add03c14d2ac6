using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Tools.BuiltIn;

public static class BuiltInToolServiceCollectionExtensions
{
    /// <summary>Registers a tool that is code of the host. A resource of the kind <c>tools</c> with <c>type: builtin</c> lets agents call it.</summary>
    public static IServiceCollection AddTool<TTool>(this IServiceCollection services)
        where TTool : class, IBuiltInTool
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IBuiltInTool, TTool>());
        return services;
    }
}
