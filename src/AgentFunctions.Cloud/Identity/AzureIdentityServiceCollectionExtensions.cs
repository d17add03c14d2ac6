using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Identity;

public static class AzureIdentityServiceCollectionExtensions
{
    /// <summary>Azure sets it where an instance has an identity.</summary>
    private const string IdentityEndpoint = "IDENTITY_ENDPOINT";

    /// <summary>The one credential that everything of this host calls Azure with, unless a <see cref="TokenCredential"/> is registered before.</summary>
    public static IServiceCollection AddAzureIdentity(this IServiceCollection services)
    {
        services.AddOptions<ManagedIdentityOptions>().BindConfiguration(ManagedIdentityOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ManagedIdentityOptions>, ManagedIdentityOptionsValidator>());
        services.TryAddSingleton(static provider => Create(provider.GetRequiredService<IOptions<ManagedIdentityOptions>>().Value));
        return services;
    }

    private static TokenCredential Create(ManagedIdentityOptions options)
    {
        var id = string.IsNullOrEmpty(options.ClientId) ? null : options.ClientId;

        // In Azure that identity or none: a chain that goes on to others would hide a wrong assignment.
        if (Environment.GetEnvironmentVariable(IdentityEndpoint) is { Length: > 0 })
            return new ManagedIdentityCredential(id is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(id));
        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = id, ExcludeInteractiveBrowserCredential = true });
    }
}
