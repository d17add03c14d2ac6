using AgentFunctions.Core.Keys;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>What is particular to this host.</summary>
internal static class FunctionsHostServiceCollectionExtensions
{
    public static IServiceCollection AddFunctionsHost(this IServiceCollection services)
    {
        services.AddOptions<EngineOptions>().BindConfiguration(EngineOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.AddOptions<KeyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyOptions>, PeopleAccessValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, WorkerServerLimits>());
        services.AddLogging(static logging => logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, BackgroundLoggerProvider>(static _ => new BackgroundLoggerProvider())));
        return services;
    }
}
