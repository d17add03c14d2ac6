using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger;

public static class LedgerServiceCollectionExtensions
{
    /// <summary>The ledger. Needs an <see cref="Documents.IDocumentStore"/>.</summary>
    public static IServiceCollection AddAgentFunctionsLedger(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => JobOwner.New());
        services.TryAddSingleton<UsageSignals>();
        services.AddOptions<LedgerOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LedgerOptions>, LedgerOptionsValidator>());
        services.TryAddSingleton<LedgerOwners>();
        services.TryAddSingleton<PendingSettlements>();
        services.TryAddSingleton<CounterReader>();
        services.TryAddSingleton<LedgerShards>();
        services.TryAddSingleton<OwnShard>();
        services.TryAddSingleton<BlockBook>();
        services.TryAddSingleton<BlockVisits>();
        services.TryAddSingleton<BlockTaker>();
        services.TryAddSingleton<BlockRecall>();
        services.TryAddSingleton<BlockDrawing>();
        services.TryAddSingleton<ShardSweeper>();
        services.TryAddSingleton<HoldBatches>();
        services.TryAddSingleton<HoldRecall>();
        services.TryAddSingleton<HoldWriter>();
        services.TryAddSingleton<HoldRenewer>();
        services.TryAddSingleton<HoldGrower>();
        services.TryAddSingleton<SettlementWriter>();
        services.TryAddSingleton<HoldSweeper>();
        services.TryAddSingleton<ILedger, DocumentLedger>();
        services.TryAddSingleton<RefusedTargets>();
        services.TryAddSingleton<LimitNotes>();
        return services;
    }

    /// <summary>What keeps the ledger while a host runs: the sweeper, signs of life, settlements tried again. Needs the directory of tenants.</summary>
    public static IServiceCollection AddLedgerUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsLedger();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LedgerHeartbeat>());

        // Ends after the settlements, which draw from blocks, and before the process is taken for gone.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BlockUpkeep>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettlementRetries>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, LedgerSweepJob>());
        return services;
    }
}
