using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Jobs;

public static class JobServiceCollectionExtensions
{
    /// <summary>Runs every registered <see cref="IScheduledJob"/>. Needs an <see cref="Documents.IDocumentStore"/> and logging.</summary>
    public static IServiceCollection AddAgentFunctionsJobs(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => JobOwner.New());
        services.TryAddSingleton<JobLease>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ScheduledJobs>());
        return services;
    }
}
