using AgentFunctions.Core.Identity.Tokens;
using AgentFunctions.Core.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Authentication.Entra;

internal static class EntraServiceCollectionExtensions
{
    /// <summary>Tokens of Entra ID, where the settings name a directory.</summary>
    public static IServiceCollection AddEntraTokens(this IServiceCollection services)
    {
        services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.SectionName);
        services.AddOptions<EntraOptions>().BindConfiguration(EntraOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntraOptions>, EntraOptionsValidator>());
        services.TryAddSingleton<EntraKeys>();
        services.TryAddSingleton<IIdentityTokens, EntraTokens>();
        return services;
    }
}
