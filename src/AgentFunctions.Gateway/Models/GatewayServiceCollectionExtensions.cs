using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.InProcess;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Providers.OpenAI;
using AgentFunctions.Gateway.Models.Providers.Simulated;
using AgentFunctions.Gateway.Models.ProviderTests;
using AgentFunctions.Gateway.Models.Responses;
using AgentFunctions.Gateway.Models.Routing;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Models.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Models;

/// <summary>Registers model calls. Needs <see cref="Core.Documents.IDocumentStore"/>, <see cref="Core.Secrets.ISecretSource"/>, options and logging from the host.</summary>
public static class GatewayServiceCollectionExtensions
{
    public static IServiceCollection AddModelGateway(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AgentFunctionsTelemetry>();
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());

        services.AddAgentFunctionsRuns();
        services.AddOptions<RunsOptions>().BindConfiguration(RunsOptions.SectionName);
        services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.SectionName);
        services.AddOptions<AnomalyOptions>().BindConfiguration(AnomalyOptions.SectionName);

        services.TryAddSingleton(static _ => new UpstreamTransport());
        services.TryAddSingleton<ProviderCredentials>();
        services.TryAddSingleton<OpenAIModelProvider>();
        services.TryAddSingleton<SimulatedResponses>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, OpenAIModelProvider>(static provider => provider.GetRequiredService<OpenAIModelProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, SimulatedModelProvider>());
        services.TryAddSingleton<ModelProviders>();

        services.TryAddSingleton<TargetHealthRegistry>();
        services.TryAddSingleton(static provider => new TargetSelector(provider.GetRequiredService<TargetHealthRegistry>()));
        services.TryAddSingleton<AttemptRecorder>();
        services.TryAddSingleton<IssuedResponseStore>();
        services.AddSubjects();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, ResponseSubjects>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRunAnswers, ResponseAnswers>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, ResponseDeletionJob>());

        services.TryAddSingleton<TokenCounter>();
        services.TryAddSingleton<ITokenMeter, TokenMeter>();
        services.AddAgentFunctionsContext();
        services.TryAddSingleton<InputBound>();
        services.TryAddSingleton<UsageEstimator>();

        services.TryAddSingleton<TelemetryStage>();
        services.TryAddSingleton<ResolveStage>();
        services.TryAddSingleton<ThrottleStage>();
        services.TryAddSingleton<ContentRulesStage>();
        services.TryAddSingleton<ContextStage>();
        services.TryAddSingleton<IssuedIdsStage>();
        services.TryAddSingleton<BindStage>();
        services.AddAgentFunctionsLedger();
        services.TryAddSingleton<InputBound>();
        services.TryAddSingleton<UsageEstimator>();
        services.TryAddSingleton<CallBound>();
        services.TryAddSingleton<AttemptCharges>();
        services.TryAddSingleton<CallSettlement>();
        services.TryAddSingleton<OutputHolds>();
        services.TryAddSingleton<AdmitStage>();
        services.TryAddSingleton<AttemptAdmitStage>();
        services.TryAddSingleton<RouteStage>();
        services.TryAddSingleton<AttemptStage>();
        services.TryAddSingleton<ModelCallPipeline>();
        services.TryAddSingleton(static provider => new ProviderTest(
            provider.GetRequiredService<AttemptStage>(), provider.GetRequiredService<AttemptRecorder>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IModelGateway, ModelGateway>();
        services.TryAddSingleton<IModelInvoker, ModelInvoker>();
        return services;
    }
}
