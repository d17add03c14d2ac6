using AgentFunctions.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Functions.Durable;

/// <summary>Workflows on Durable Functions.</summary>
internal static class DurableServiceCollectionExtensions
{
    public static IServiceCollection AddDurableWorkflows(this IServiceCollection services)
    {
        services.AddWorkflowCatalog();
        services.TryAddSingleton<DurableClientHolder>();
        services.TryAddSingleton<DurableWorkflowRunner>();
        services.TryAddSingleton<IWorkflowClient, DurableWorkflowClient>();
        return services;
    }
}
