using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Workflows.Definitions.Activities;
using AgentFunctions.Workflows.Definitions.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>Registers runs of workflows that are declared as data. Needs those of agents (<see cref="Agents.AgentRunServiceCollectionExtensions.AddAgentRuns"/>) beside it.</summary>
public static class DefinitionRunServiceCollectionExtensions
{
    public static IServiceCollection AddDefinitionRuns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAgentFunctionsDefinitions();
        services.TryAddSingleton<IActingCallers, ActingCallers>();
        services.TryAddSingleton<StepContents>();
        services.TryAddSingleton<StepReading>();
        services.TryAddSingleton<DefinitionJournal>();
        foreach (var activity in Activities()) services.AddActivity(activity);
        services.AddWorkflow(WorkflowEntry.Create(new WorkflowName<DefinitionState, RunEnd>(RunWorkflows.Definition.Name), 1, static _ => new DefinitionWorkflow(null), DefinitionRunJson.Default.Options));
        return services;
    }

    /// <summary>The activities, on whatever ports there are.</summary>
    internal static IEnumerable<ActivityEntry> Activities()
    {
        var json = DefinitionRunJson.Default.Options;
        yield return ActivityEntry.Create(typeof(LoadDefinitionActivity), DefinitionActivities.Load.Name, json);
        yield return ActivityEntry.Create(typeof(CallDefinitionToolActivity), DefinitionActivities.Tool.Name, json);
        yield return ActivityEntry.Create(typeof(RunChildActivity), DefinitionActivities.Child.Name, json);
        yield return ActivityEntry.Create(typeof(AskPeopleActivity), DefinitionActivities.People.Name, json);
        yield return ActivityEntry.Create(typeof(MarkStepActivity), DefinitionActivities.Mark.Name, json);
        yield return ActivityEntry.Create(typeof(StopStepActivity), DefinitionActivities.Stop.Name, json);
        yield return ActivityEntry.Create(typeof(EvaluateActivity), DefinitionActivities.Evaluate.Name, json);
        yield return ActivityEntry.Create(typeof(ListActivity), DefinitionActivities.List.Name, json);
        yield return ActivityEntry.Create(typeof(CloseDefinitionActivity), DefinitionActivities.Close.Name, json);
    }
}
