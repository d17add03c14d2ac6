using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

public static class WorkflowEngineServiceCollectionExtensions
{
    /// <summary>
    /// The embedded workflow engine: <see cref="IWorkflowClient"/>, and what runs the workflows of the catalogue while the host runs. Needs <see cref="EmbeddedServiceCollectionExtensions.AddEmbeddedStores"/>; workflows
    /// and activities come by <see cref="WorkflowServiceCollectionExtensions"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedWorkflows(this IServiceCollection services, Action<WorkflowEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddWorkflowCatalog().AddOptions<WorkflowEngineOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkflowEngineOptions>, WorkflowEngineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkflowStore>();
        services.TryAddSingleton(static provider => new SlotTable(provider.GetRequiredService<IOptions<WorkflowEngineOptions>>().Value.MaxLiveInstances));
        services.TryAddSingleton<EngineLease>();
        services.TryAddSingleton<EndSignals>();
        services.TryAddSingleton<WorkSignal>();
        services.TryAddSingleton<ActivityPool>();
        services.TryAddSingleton<TurnRunner>();
        services.TryAddSingleton<WorkLoop>();
        services.TryAddSingleton<IWorkflowClient, EmbeddedWorkflowClient>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkflowEngine>());
        return services;
    }
}
