using AgentFunctions.Core.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Jobs;

public static class JobServiceCollectionExtensions
{
    /// <summary>Runs every registered <see cref="IScheduledJob"/>. An <see cref="ITenantDirectory"/> registered before says which tenants there are.</summary>
    public static IServiceCollection AddAgentFunctionsJobs(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITenantDirectory, DefaultTenantOnly>();
        services.TryAddSingleton(_ => JobOwner.New());
        services.TryAddSingleton<JobLease>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ScheduledJobs>());
        return services;
    }
}
