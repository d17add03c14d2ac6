using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Following;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Budgets;

public static class BudgetServiceCollectionExtensions
{
    /// <summary>Tells of thresholds crossed, budgets used up and what shadow limits would have refused. Needs what <see cref="UsageServiceCollectionExtensions.AddAgentFunctionsUsage"/> needs.</summary>
    public static IServiceCollection AddBudgetNotifications(this IServiceCollection services)
    {
        services.AddAgentFunctionsLedger().AddAgentFunctionsUsage().AddAgentFunctionsNotifications();
        services.TryAddSingleton<UsageFollower>();
        services.TryAddSingleton<BudgetTeller>();
        services.TryAddSingleton<ThresholdWatch>();
        services.TryAddSingleton<LimitNoteWriter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LimitNoteWriter>(static s => s.GetRequiredService<LimitNoteWriter>()));
        services.AddLeasedLoop<ThresholdFollower>();
        return services;
    }
}
