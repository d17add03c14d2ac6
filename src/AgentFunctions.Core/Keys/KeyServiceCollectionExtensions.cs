using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Keys;

public static class KeyServiceCollectionExtensions
{
    /// <summary>Keys and their authenticator. The host sets <see cref="BootstrapKeyOptions.AdminKey"/>.</summary>
    public static IServiceCollection AddAgentFunctionsKeys(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources();
        services.AddOptions<BootstrapKeyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BootstrapKeyOptions>, BootstrapKeyOptionsValidator>());
        services.AddOptions<KeyOptions>();
        services.TryAddSingleton<BootstrapKey>();
        services.TryAddSingleton<IAuthenticator, KeyAuthenticator>();
        services.TryAddSingleton(s => new KeyService(
            s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<ResourcePlanner>(),
            s.GetRequiredService<Activity.Reading.LastUses>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
