using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Secrets;

public static class SecretServiceCollectionExtensions
{
    /// <summary>Secrets from the environment and the store. Needs an <see cref="ISecretProtector"/>.</summary>
    public static IServiceCollection AddAgentFunctionsSecrets(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources();
        services.TryAddSingleton<ISecretSource, SecretSource>();
        services.TryAddSingleton(s => new SecretStore(
            s.GetRequiredService<SecretDocuments>(), s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<ISecretProtector>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
