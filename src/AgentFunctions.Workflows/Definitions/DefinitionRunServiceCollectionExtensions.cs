using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Definitions.Activities;
using AgentFunctions.Workflows.Definitions.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>Registers runs of workflows that are declared as data, beside those of agents.</summary>
public static class DefinitionRunServiceCollectionExtensions
{
    public static IServiceCollection AddDefinitionRuns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAgentRuns();
        services.AddAgentFunctionsDefinitions();
        services.TryAddSingleton<IActingCallers, ActingCallers>();
        services.AddDefinitionActivities();
        services.AddWorkflow(WorkflowEntry.Create(new WorkflowName<DefinitionState, RunEnd>(RunWorkflows.Definition.Name), 1, static _ => new DefinitionWorkflow(null), DefinitionRunJson.Default.Options));
        return services;
    }

    /// <summary>The activities alone, on whatever ports there are.</summary>
    internal static void AddDefinitionActivities(this IServiceCollection services)
    {
        var json = DefinitionRunJson.Default.Options;
        services.TryAddSingleton<StepContents>();
        services.TryAddSingleton<StepReading>();
        services.TryAddSingleton<DefinitionJournal>();
        services.AddActivity<LoadDefinitionActivity>(DefinitionActivities.Load.Name, json);
        services.AddActivity<CallDefinitionToolActivity>(DefinitionActivities.Tool.Name, json);
        services.AddActivity<RunChildActivity>(DefinitionActivities.Child.Name, json);
        services.AddActivity<AskPeopleActivity>(DefinitionActivities.People.Name, json);
        services.AddActivity<MarkStepActivity>(DefinitionActivities.Mark.Name, json);
        services.AddActivity<EvaluateActivity>(DefinitionActivities.Evaluate.Name, json);
        services.AddActivity<ListActivity>(DefinitionActivities.List.Name, json);
        services.AddActivity<CloseDefinitionActivity>(DefinitionActivities.Close.Name, json);
    }
}
