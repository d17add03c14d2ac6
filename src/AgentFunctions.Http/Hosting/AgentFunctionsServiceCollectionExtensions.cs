using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Notifications;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Hosting;

/// <summary>Everything that both hosts have in common. A host adds its engines: a document store, a secret protector, the bootstrap key.</summary>
public static class AgentFunctionsServiceCollectionExtensions
{
    public static IServiceCollection AddAgentFunctions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // A stream that is broken off ends with an error event and without its last chunk. Closed rather than reset, what was sent before still reaches a slow client.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.FinOnError", true);
        return services
            .AddAgentFunctionsResources()
            .AddAgentFunctionsKeys()
            .AddAgentFunctionsSecrets()
            .AddActivityFlush()
            .AddLedgerUpkeep()
            .AddUsageUpkeep()
            .AddAgentFunctionsRunUpkeep()
            .AddAgentFunctionsSessionUpkeep()
            .AddMemoryUpkeep()
            .AddAgentFunctionsApprovalUpkeep()
            .AddAgentFunctionsSubscriptionUpkeep()
            .AddAgentRuns()
            .AddDefinitionRuns()
            .AddAgentFunctionsNotifications()
            .AddNotificationChannels()
            .AddBudgetNotifications()
            .AddUsageAnomalies()
            .AddAgentFunctionsHttp();
    }
}
