using AgentFunctions.Cloud.Identity;
using AgentFunctions.Gateway.Models.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Cloud.Providers;

public static class AzureOpenAIServiceCollectionExtensions
{
    /// <summary>Providers of type <c>azure-openai</c>, and <c>credential: {"managedIdentity": true}</c> for them and for type <c>openai</c>. Needs the model gateway.</summary>
    public static IServiceCollection AddAzureOpenAI(this IServiceCollection services)
    {
        services.AddAzureIdentity();
        services.TryAddSingleton<IUpstreamIdentity, UpstreamIdentity>();
        services.TryAddSingleton<AzureOpenAIClients>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, AzureOpenAIModelProvider>());
        return services;
    }
}
