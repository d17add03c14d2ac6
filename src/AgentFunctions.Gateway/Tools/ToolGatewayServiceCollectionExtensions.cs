using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Tools.Admission;
using AgentFunctions.Gateway.Tools.Approvals;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Requests;
using AgentFunctions.Gateway.Tools.Sending;
using AgentFunctions.Gateway.Tools.Stages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Gateway.Tools;

/// <summary>Registers tool calls. Needs <see cref="Core.Documents.IDocumentStore"/>, <see cref="Core.Secrets.ISecretSource"/>, options and logging from the host; without a <see cref="Core.Approvals.IApprovals"/> calls that need people are refused.</summary>
public static class ToolGatewayServiceCollectionExtensions
{
    public static IServiceCollection AddToolGateway(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AgentFunctionsTelemetry>();
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.SectionName).ValidateOnStart();
        services.AddEgress();
        services.AddAgentFunctionsRuns();
        services.AddAgentFunctionsLedger();
        services.AddSubjects();
        services.AddTool<TimeNowTool>();
        services.TryAddSingleton<BuiltInTools>();
        services.TryAddSingleton<ToolCallStore>();
        services.TryAddSingleton<PreparedTools>();
        services.TryAddSingleton<ToolCallsInFlight>();
        services.TryAddSingleton<OutcomeQuestions>();
        services.TryAddSingleton<ToolKeyBinding>();
        services.TryAddSingleton<ToolTransport>();
        services.TryAddSingleton<HttpToolClient>();
        services.TryAddSingleton<BuiltInToolRunner>();
        services.TryAddSingleton<ToolTelemetryStage>();
        services.TryAddSingleton<ToolResolveStage>();
        services.TryAddSingleton<ToolArgumentsStage>();
        services.TryAddSingleton<ToolBindStage>();
        services.TryAddSingleton<ToolRepeatStage>();
        services.TryAddSingleton<ToolApprovalStage>();
        services.TryAddSingleton<ToolAdmitStage>();
        services.TryAddSingleton<ToolRecordStage>();
        services.TryAddSingleton<ToolExecuteStage>();
        services.TryAddSingleton<ToolCallPipeline>();
        services.TryAddSingleton<IToolGateway, ToolGateway>();
        return services;
    }
}
