using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Secrets;

public static class SecretServiceCollectionExtensions
{
    /// <summary>Secrets from the environment and the store. Needs an <see cref="ISecretProtector"/>, or an <see cref="ISecretVault"/> in place of the store.</summary>
    public static IServiceCollection AddAgentFunctionsSecrets(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources();
        services.TryAddSingleton<ISecretSource, SecretSource>();
        services.TryAddSingleton(s => new SecretStore(
            s.GetRequiredService<SecretDocuments>(), s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetService<ISecretProtector>(), s.GetService<ISecretVault>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
