using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Intake;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Core.Usage.Reconciling;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage;

public static class UsageServiceCollectionExtensions
{
    /// <summary>Relay, fold, queries and reconciliation. Events go through the embedded log unless another <see cref="IEventPublisher"/> is registered before. Needs an <see cref="IDocumentStore"/>, the resources and logging.</summary>
    public static IServiceCollection AddAgentFunctionsUsage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddEventLog();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UsageSignals>();
        services.TryAddSingleton<LedgerShards>();
        services.TryAddSingleton<UsageOutbox>();
        services.TryAddSingleton<UsageMetrics>();
        services.TryAddSingleton<UsageFold>();
        services.TryAddSingleton<UsageConsumer>();
        services.TryAddSingleton(static s => new UsageIntake(s.GetRequiredService<UsageFold>(), s.GetRequiredService<IStreamDeadLetters>(), s.GetRequiredService<ILogger<UsageIntake>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamLetterSender, UsageLetters>());
        services.TryAddSingleton<RollupReader>();
        services.TryAddSingleton<CounterReader>();
        services.TryAddSingleton<LedgerCounters>();
        services.TryAddSingleton<PendingUsage>();
        services.TryAddSingleton(static s => new UsagePipeline(s.GetRequiredService<UsageOutbox>(), s.GetRequiredService<UsageConsumer>()));
        services.TryAddSingleton(static s => new UsageReader(s.GetRequiredService<RollupReader>()));
        services.TryAddSingleton(static s => new UsageReconciler(
            s.GetRequiredService<LedgerCounters>(), s.GetRequiredService<PendingUsage>(), s.GetRequiredService<RollupReader>(), s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>What brings usage from the ledger to the rollups while a host runs, and compares the two.</summary>
    public static IServiceCollection AddUsageUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources().AddAgentFunctionsUsage().AddAgentFunctionsJobs();

        // Stopped in the opposite order: what the relay passes on last is folded still.
        services.AddLeasedLoop<UsageFolder>();
        services.AddLeasedLoop<UsageRelay>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, UsageReconciliationJob>());
        return services;
    }
}
