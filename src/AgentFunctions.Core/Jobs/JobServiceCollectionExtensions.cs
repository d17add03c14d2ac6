using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Jobs;

public static class JobServiceCollectionExtensions
{
    /// <summary>Runs every registered <see cref="IScheduledJob"/>, and has <see cref="DueJobs"/> for hosts that are woken. Needs an <see cref="Documents.IDocumentStore"/> and logging.</summary>
    public static IServiceCollection AddAgentFunctionsJobs(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => JobOwner.New());
        services.TryAddSingleton<JobLease>();
        services.TryAddSingleton<JobTurns>();
        services.TryAddSingleton(static s => new DueJobs(s.GetServices<IScheduledJob>(), s.GetServices<LeasedLoop>(), s.GetRequiredService<JobTurns>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ScheduledJobs>());
        return services;
    }
    /// <summary>Runs a loop while the host runs, and when it is woken for what is due.</summary>
    internal static IServiceCollection AddLeasedLoop<TLoop>(this IServiceCollection services)
        where TLoop : LeasedLoop
    {
        services.TryAddSingleton<TLoop>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<LeasedLoop, TLoop>(static s => s.GetRequiredService<TLoop>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TLoop>(static s => s.GetRequiredService<TLoop>()));
        return services;
    }
}
