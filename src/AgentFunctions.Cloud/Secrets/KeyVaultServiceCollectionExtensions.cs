using AgentFunctions.Cloud.Identity;
using AgentFunctions.Core.Secrets;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Secrets;

public static class KeyVaultServiceCollectionExtensions
{
    // A call waits 2 s for a secret; more tries than fit into that are of no use.
    private const int Retries = 2;
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Secrets in Key Vault instead of encrypted documents.</summary>
    public static IServiceCollection AddKeyVaultSecrets(this IServiceCollection services)
    {
        services.AddAzureIdentity();
        services.AddOptions<KeyVaultOptions>().BindConfiguration(KeyVaultOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyVaultOptions>, KeyVaultOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new SecretClientOptions { Retry = { MaxRetries = Retries, Delay = RetryDelay, MaxDelay = RetryDelay, NetworkTimeout = AttemptTime } });
        services.TryAddSingleton(static provider => new SecretClient(
            new Uri(provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value.Endpoint!), provider.GetRequiredService<TokenCredential>(), provider.GetRequiredService<SecretClientOptions>()));
        services.TryAddSingleton<VaultReader>();
        services.TryAddSingleton<ISecretVault, KeyVaultSecrets>();
        return services;
    }
}
