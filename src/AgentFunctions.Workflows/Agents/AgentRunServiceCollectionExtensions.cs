using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Workflows.Agents;

/// <summary>Registers runs of agents. Needs <see cref="Core.ModelCalls.IModelInvoker"/>, <see cref="Core.Tools.IToolGateway"/>, <see cref="Core.Approvals.IApprovals"/>, runs, payloads and a workflow engine from the host.</summary>
public static class AgentRunServiceCollectionExtensions
{
    public static IServiceCollection AddAgentRuns(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Twice is once: two registrations of an activity stop the start.
        if (services.Any(static service => service.ServiceType == typeof(TranscriptCache))) return services;
        services.AddAgentFunctionsAgents();
        services.TryAddSingleton<StepContent>();
        services.TryAddSingleton<TranscriptCache>();
        services.TryAddSingleton<Transcript>();
        services.AddAgentFunctionsSessions();
        services.AddTool<ContextExpandTool>();
        services.AddMemorySearch().AddMemoryStore();
        services.AddTool<MemorySearchTool>();
        services.AddTool<MemoryNoteTool>();
        services.TryAddSingleton<RunRecall>();
        services.TryAddSingleton<SeenContent>();
        services.TryAddSingleton<RunSessions>();
        services.TryAddSingleton<IContextAssembler, ContextAssembler>();
        services.TryAddSingleton<ModelAnswers>();
        services.TryAddSingleton<CallArguments>();
        services.TryAddSingleton<CallSteps>();

        var json = AgentJson.Default.Options;
        services.AddWorkflow<AgentRunWorkflow>(RunWorkflows.Agent.Name, 1, json);
        services.AddActivity<LoadRunActivity>(AgentActivities.Load.Name, json);
        services.AddActivity<CallModelActivity>(AgentActivities.Model.Name, json);
        services.AddActivity<CallToolActivity>(AgentActivities.Tool.Name, json);
        services.AddActivity<StartHelperActivity>(AgentActivities.StartHelper.Name, json);
        services.AddActivity<EndHelperActivity>(AgentActivities.EndHelper.Name, json);
        services.AddActivity<CancelHelperActivity>(AgentActivities.CancelHelper.Name, json);
        services.AddActivity<NextCompensationActivity>(AgentActivities.NextCompensation.Name, json);
        services.AddActivity<SetRunStatusActivity>(AgentActivities.SetStatus.Name, json);
        services.AddActivity<CloseRunActivity>(AgentActivities.Close.Name, json);
        services.AddActivity<FailRunActivity>(AgentActivities.Fail.Name, json);
        return services;
    }
}
