using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Limits;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Upkeep;
using AgentFunctions.Core.Runs.Verdicts;
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
        services.TryAddSingleton(s => new RunBudgets(s.GetRequiredService<RunStore>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new RunBinder(s.GetRequiredService<RunStore>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<IOptions<RunsOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new RunCompletion(
            s.GetRequiredService<RunStore>(), s.GetRequiredService<RunIndex>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<RunCompletion>>()));
        services.TryAddSingleton(s => new RunReader(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunStore>()));
        services.TryAddSingleton(s => new RunVerdicts(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunStore>(), s.GetServices<IRunVerdictListener>(), s.GetRequiredService<TimeProvider>()));
        services.AddAgentFunctionsSessions();
        return services.AddOwnRuns();
    }

    /// <summary>Writes when runs were last seen, closes idle ones, and finishes what starts, ends and purges left.</summary>
    public static IServiceCollection AddAgentFunctionsRunUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsRuns().AddAgentFunctionsResources().AddAgentFunctionsJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RunFlusher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, IdleRunJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, RunStartJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, RunEndJob>());
        return services;
    }
}
