using AgentFunctions.Core.Agents;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Steps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Workflows.Agents;

/// <summary>Registers runs of agents. Needs <see cref="Core.Models.IModelInvoker"/>, <see cref="Core.Tools.IToolGateway"/>, <see cref="Core.Approvals.IApprovals"/>, runs, payloads and a workflow engine from the host.</summary>
public static class AgentRunServiceCollectionExtensions
{
    public static IServiceCollection AddAgentRuns(this IServiceCollection services)
    {
        services.AddAgentFunctionsAgents();
        services.TryAddSingleton<StepContent>();
        services.TryAddSingleton<TranscriptCache>();
        services.TryAddSingleton<Transcript>();
        services.TryAddSingleton<IContextAssembler, ContextAssembler>();
        services.TryAddSingleton<ModelAnswers>();
        services.TryAddSingleton<CallArguments>();
        services.TryAddSingleton<CallSteps>();
        return services;
    }
}
