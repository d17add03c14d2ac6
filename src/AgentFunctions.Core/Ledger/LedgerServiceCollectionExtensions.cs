using AgentFunctions.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Ledger;

public static class LedgerServiceCollectionExtensions
{
    /// <summary>The ledger and what keeps it: sweeper, signs of life, settlements tried again. Needs an <see cref="Documents.IDocumentStore"/>, logging and the directory of tenants.</summary>
    public static IServiceCollection AddAgentFunctionsLedger(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => JobOwner.New());
        services.TryAddSingleton<LedgerOwners>();
        services.TryAddSingleton<PendingSettlements>();
        services.TryAddSingleton<CounterReader>();
        services.TryAddSingleton<HoldBatches>();
        services.TryAddSingleton<HoldRecall>();
        services.TryAddSingleton<HoldWriter>();
        services.TryAddSingleton<HoldRenewer>();
        services.TryAddSingleton<SettlementWriter>();
        services.TryAddSingleton<HoldSweeper>();
        services.TryAddSingleton<ILedger, DocumentLedger>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LedgerHeartbeat>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettlementRetries>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, LedgerSweepJob>());
        return services;
    }
}
