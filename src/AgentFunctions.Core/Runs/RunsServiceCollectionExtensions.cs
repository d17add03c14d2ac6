using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Upkeep;
using AgentFunctions.Core.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs;

public static class RunsServiceCollectionExtensions
{
    /// <summary>Binds calls to runs and sessions, completes and reads runs. Needs an <see cref="IDocumentStore"/> and logging.</summary>
    public static IServiceCollection AddAgentFunctionsRuns(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RunsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RunsOptions>, RunsOptionsValidator>());
        services.TryAddSingleton<KnownRuns>();
        services.TryAddSingleton<RunIndex>();
        services.TryAddSingleton<RunStore>();
        services.TryAddSingleton<RunSeenWriter>();
        services.TryAddSingleton<IRunUsage, NoRunUsage>();
        services.TryAddSingleton(s => new RunBinder(s.GetRequiredService<RunStore>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<IOptions<RunsOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new RunCompletion(
            s.GetRequiredService<RunStore>(), s.GetRequiredService<RunIndex>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RunCompletion>>()));
        services.TryAddSingleton(s => new RunReader(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunStore>()));
        services.TryAddSingleton(s => new SessionBinder(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<IOptions<RunsOptions>>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Writes when runs were last seen, and closes idle ones.</summary>
    public static IServiceCollection AddAgentFunctionsRunUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsRuns().AddAgentFunctionsResources().AddAgentFunctionsJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RunFlusher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, IdleRunJob>());
        return services;
    }
}
