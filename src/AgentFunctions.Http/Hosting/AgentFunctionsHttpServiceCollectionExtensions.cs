using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Memory;
using AgentFunctions.Gateway.Models;
using AgentFunctions.Gateway.Tools;
using AgentFunctions.Http.Activities;
using AgentFunctions.Http.AgentModels;
using AgentFunctions.Http.Approvals.Pages;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Authentication.Entra;
using AgentFunctions.Http.Health;
using AgentFunctions.Http.Models;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Hosting;

/// <summary>Registers the HTTP application. Hosts add the engines (stores, secrets) beside it.</summary>
public static class AgentFunctionsHttpServiceCollectionExtensions
{
    public static IServiceCollection AddAgentFunctionsHttp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AgentFunctionsHttpOptions>().BindConfiguration(AgentFunctionsHttpOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentFunctionsHttpOptions>, AgentFunctionsHttpOptionsValidator>());
        services.TryAddSingleton<AgentFunctionsTelemetry>();
        services.AddActivity();
        services.TryAddSingleton<CallActivity>();
        services.AddEntraTokens();
        services.TryAddSingleton<ClientAddress>();
        services.TryAddSingleton<CredentialReader>();
        services.TryAddSingleton<ReadinessProbe>();
        services.TryAddSingleton<StreamDrain>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiSchemaSource, EmbeddedSchemaSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApiSchemaSource, ResourceSchemaSource>());
        services.AddAgentFunctionsUsage().AddStatements();
        services.AddOptions<StatementOptions>().BindConfiguration(StatementOptions.SectionName);
        services.AddAgentFunctionsSessions();
        services.AddTool<ContextExpandTool>();
        services.AddMemorySearch().AddMemoryStore().AddMemoryModels();
        services.AddTool<MemorySearchTool>();
        services.AddTool<MemoryNoteTool>();
        services.AddOptions<MemoryOptions>().BindConfiguration(MemoryOptions.SectionName);
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.SectionName);
        services.AddOptions<HandleOptions>().BindConfiguration(HandleOptions.SectionName);
        services.AddAgentFunctionsApprovals();
        services.AddOptions<ApprovalsOptions>().BindConfiguration(ApprovalsOptions.SectionName);
        services.AddAgentFunctionsSubscriptions();
        services.AddOptions<SubscriptionOptions>().BindConfiguration(SubscriptionOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPublicAddress, ListenAddress>());
        services.TryAddSingleton<SameOrigin>();
        services.AddModelGateway();
        services.AddToolGateway();
        services.TryAddSingleton<TrialSlots>();
        services.TryAddSingleton<AgentModelEndpoint>();

        // A host that serves models alone has no resources to find agents in, and needs none until one is called.
        services.TryAddSingleton(static s => new Lazy<AgentModelEndpoint>(s.GetRequiredService<AgentModelEndpoint>));
        services.TryAddSingleton<ModelCallEndpoint>();
        services.TryAddSingleton<AgentFunctionsApp>();
        return services;
    }
}
