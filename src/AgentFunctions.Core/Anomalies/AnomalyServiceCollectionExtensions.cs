using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Following;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Anomalies;

public static class AnomalyServiceCollectionExtensions
{
    /// <summary>Tells when an agent or a run spends unusually fast. Needs what <see cref="UsageServiceCollectionExtensions.AddAgentFunctionsUsage"/> needs.</summary>
    public static IServiceCollection AddUsageAnomalies(this IServiceCollection services)
    {
        services.AddAgentFunctionsUsage().AddAgentFunctionsNotifications();
        services.AddOptions<AnomalyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnomalyOptions>, AnomalyOptionsValidator>());
        services.TryAddSingleton<UsageFollower>();
        services.TryAddSingleton<SpendBaselines>();
        services.TryAddSingleton<AnomalyTeller>();
        services.TryAddSingleton<AnomalyBrake>();
        services.TryAddSingleton<AnomalyWatch>();
        services.AddLeasedLoop<AnomalyFollower>();
        return services;
    }
}
