using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Statements.Storage;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Statements;

public static class StatementServiceCollectionExtensions
{
    /// <summary>Monthly statements. Needs what <see cref="UsageServiceCollectionExtensions.AddAgentFunctionsUsage"/> needs.</summary>
    public static IServiceCollection AddStatements(this IServiceCollection services)
    {
        services.AddAgentFunctionsUsage();
        services.AddOptions<StatementOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatementOptions>, StatementOptionsValidator>());
        services.TryAddSingleton<StatementStore>();
        services.TryAddSingleton<StatementSums>();
        services.TryAddSingleton<StatementAdjustments>();
        services.TryAddSingleton(static s => new StatementReader(
            s.GetRequiredService<IControlPlane>(), s.GetRequiredService<StatementStore>(), s.GetRequiredService<StatementSums>(), s.GetRequiredService<StatementAdjustments>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static s => new StatementClosing(
            s.GetRequiredService<StatementReader>(), s.GetRequiredService<StatementStore>(), s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<LedgerShards>(),
            s.GetRequiredService<UsageOutbox>(), s.GetRequiredService<UsageConsumer>(), s.GetRequiredService<IOptions<StatementOptions>>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
