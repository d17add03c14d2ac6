using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Inventory;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Resources.Views;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Core.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Resources;

public static class ResourceServiceCollectionExtensions
{
    /// <summary>Resources, manifests and the control plane. Needs an <see cref="IDocumentStore"/>.</summary>
    public static IServiceCollection AddAgentFunctionsResources(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ControlPlaneOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ControlPlaneOptions>, ControlPlaneOptionsValidator>());
        services.TryAddSingleton<ResourceChanges>();
        services.TryAddSingleton<ResourceDocuments>();
        services.TryAddSingleton<StagedChange>();
        services.TryAddSingleton<VersionDocuments>();
        services.TryAddSingleton<TenantChanges>();
        services.TryAddSingleton<ReferenceCheck>();
        services.TryAddSingleton<ResourcePlanner>();
        services.TryAddSingleton<TenantSync>();
        services.AddAgentFunctionsPayloads();
        services.TryAddSingleton<RunPurge>();
        services.TryAddSingleton<HandlePurge>();
        services.TryAddSingleton<SessionPurge>();
        services.TryAddSingleton<ToolCallPurge>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, ToolCallSubjects>());
        services.TryAddSingleton<ApprovalPurge>();
        services.TryAddSingleton<MemoryPurge>();
        services.TryAddSingleton<UsagePurge>();
        services.TryAddSingleton<TenantPurge>();
        services.TryAddSingleton<LedgerShards>();
        services.TryAddSingleton<LedgerPurge>();
        services.TryAddSingleton<TenantRegister>();
        services.TryAddSingleton<ITenantDirectory>(s => s.GetRequiredService<TenantRegister>());
        services.TryAddSingleton<SecretDocuments>();
        services.TryAddSingleton<SecretHosts>();
        services.TryAddSingleton(_ => new EnvironmentSecrets(Environment.GetEnvironmentVariable));
        services.TryAddSingleton(s => new ResourceStore(
            s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<VersionDocuments>(), s.GetRequiredService<ResourcePlanner>(),
            s.GetRequiredService<TenantRegister>(), s.GetRequiredService<LastUses>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new ResourceSets(
            s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<VersionDocuments>(), s.GetRequiredService<ResourcePlanner>(),
            s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new ResourceHistory(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<ResourceStore>()));
        services.TryAddSingleton(s => new ResourceStates(s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new ChangeFeed(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<VersionDocuments>()));
        services.AddActivity().AddInventory().AddQuotas();
        services.TryAddSingleton<ControlPlane>();
        services.TryAddSingleton<IControlPlane>(s => s.GetRequiredService<ControlPlane>());
        services.TryAddSingleton(_ => new ManifestVariables(Environment.GetEnvironmentVariable));
        services.TryAddSingleton(s => new ManifestApplier(
            s.GetRequiredService<ResourceStore>(), s.GetRequiredService<ResourceSets>(), s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<ManifestVariables>()));
        return services;
    }
}
