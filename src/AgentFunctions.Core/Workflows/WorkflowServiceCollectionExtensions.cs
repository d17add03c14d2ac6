using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Workflows;

/// <summary>Registers workflows and activities, one by one. What is wrong with names or versions stops the start, all of it named.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>The catalogue alone, for whoever only reads it.</summary>
    public static IServiceCollection AddWorkflowCatalog(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WorkflowCatalogOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkflowCatalogOptions>, WorkflowCatalogOptionsValidator>());
        services.TryAddSingleton<WorkflowCatalog>();
        return services;
    }

    /// <typeparam name="TWorkflow">Derives from <see cref="Workflow{TIn, TOut}"/>.</typeparam>
    /// <param name="services">Where to.</param>
    /// <param name="name">null: the name of the class. It is in histories: never rename one that has run.</param>
    /// <param name="version">Register the old class with its version beside the new one until its instances have ended.</param>
    /// <param name="json">How input, output and events are written; null: <see cref="WorkflowJson.Default"/>.</param>
    public static IServiceCollection AddWorkflow<TWorkflow>(this IServiceCollection services, string? name = null, int version = 1, JsonSerializerOptions? json = null)
        where TWorkflow : class => services.AddWorkflow(WorkflowEntry.Create(typeof(TWorkflow), name, version, json));

    /// <inheritdoc cref="AddWorkflow{TWorkflow}"/>
    public static IServiceCollection AddWorkflow(this IServiceCollection services, WorkflowEntry entry) =>
        services.AddWorkflowCatalog().Configure<WorkflowCatalogOptions>(options => options.Workflows.Add(entry));

    /// <typeparam name="TActivity">Derives from <see cref="Activity{TIn, TOut}"/>.</typeparam>
    /// <param name="services">Where to.</param>
    /// <param name="name">null: the name of the class. It is in histories: never rename one that has run.</param>
    /// <param name="json">How input and output are written; null: <see cref="WorkflowJson.Default"/>.</param>
    public static IServiceCollection AddActivity<TActivity>(this IServiceCollection services, string? name = null, JsonSerializerOptions? json = null)
        where TActivity : class => services.AddActivity(ActivityEntry.Create(typeof(TActivity), name, json));

    /// <inheritdoc cref="AddActivity{TActivity}"/>
    public static IServiceCollection AddActivity(this IServiceCollection services, ActivityEntry entry) =>
        services.AddWorkflowCatalog().Configure<WorkflowCatalogOptions>(options => options.Activities.Add(entry));
}
