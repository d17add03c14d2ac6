using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Resources.Manifests;

public static class ManifestServiceCollectionExtensions
{
    /// <summary>
    /// Creates the default tenant and applies a folder of manifests when the host starts; problems stop the start with a <see cref="ManifestException"/>. Call it after the store was added, so that the
    /// store is open by then.
    /// </summary>
    public static IServiceCollection AddAgentFunctionsManifests(this IServiceCollection services, string? folder = null)
    {
        services.AddAgentFunctionsResources();
        services.AddOptions<ManifestOptions>();
        if (folder is not null) services.Configure<ManifestOptions>(o => o.Folder = folder);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ManifestStartup>());
        return services;
    }
}
