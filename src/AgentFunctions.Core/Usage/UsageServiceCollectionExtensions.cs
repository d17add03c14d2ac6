using AgentFunctions.Core.Events;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Usage;

public static class UsageServiceCollectionExtensions
{
    /// <summary>
    /// From the ledger's outbox to queries: relay, fold, reading, reconciliation. Events go through the embedded log unless another <see cref="IEventPublisher"/> is registered before. Needs an
    /// <see cref="Documents.IDocumentStore"/> and logging.
    /// </summary>
    public static IServiceCollection AddAgentFunctionsUsage(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAgentFunctionsResources().AddAgentFunctionsJobs().AddEventLog();
        services.TryAddSingleton<UsageSignals>();
        services.TryAddSingleton<UsageOutbox>();
        services.TryAddSingleton<UsageFold>();
        services.TryAddSingleton<UsageConsumer>();
        services.TryAddSingleton(static s => new UsageReader(s.GetRequiredService<Documents.IDocumentStore>()));
        services.TryAddSingleton<UsageRelay>();
        services.TryAddSingleton<UsageFolder>();

        // Stopped in the opposite order: what the relay passes on last is folded still.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageFolder>(static s => s.GetRequiredService<UsageFolder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageRelay>(static s => s.GetRequiredService<UsageRelay>()));
        return services;
    }
}
