using AgentFunctions.Core.Workflows;
using AgentFunctions.Functions.Durable.Children;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Functions.Durable;

/// <summary>Workflows on Durable Functions. Needs a document store from the host.</summary>
internal static class DurableServiceCollectionExtensions
{
    public static IServiceCollection AddDurableWorkflows(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DurableClientHolder>();
        services.TryAddSingleton<InstanceBook>();
        services.TryAddSingleton<InstanceFamilies>();
        services.TryAddSingleton<DurableWorkflowRunner>();
        services.TryAddSingleton<DurableWorkflowClient>();
        services.TryAddSingleton<IWorkflowClient>(static provider => provider.GetRequiredService<DurableWorkflowClient>());
        return services.AddActivity<ClaimChildActivity>(ClaimChildActivity.Name.Name, InstanceJson.Default.Options);
    }
}
