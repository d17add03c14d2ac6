using System.Collections.Frozen;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>Every kind of resource. CONTRIBUTING.md says how to add one.</summary>
public static class ResourceKinds
{
    internal static readonly ResourceKindOf<TenantSpec> TenantKind = new("tenants", ResourceJson.Default.TenantSpec, new TenantValidator()) { HasState = true };
    internal static readonly ResourceKindOf<ProviderSpec> ProviderKind = new("providers", ResourceJson.Default.ProviderSpec, new ProviderValidator()) { Rank = 1, HasState = true };
    internal static readonly ResourceKindOf<PriceSpec> PriceKind = new("prices", ResourceJson.Default.PriceSpec, new PriceValidator()) { Rank = 1, IsSharedWithTeams = true };
    internal static readonly ResourceKindOf<ModelSpec> ModelKind = new("models", ResourceJson.Default.ModelSpec, new ModelValidator()) { Rank = 2, AllowsWildcardId = true, HasState = true };
    internal static readonly ResourceKindOf<TeamSpec> TeamKind = new("teams", ResourceJson.Default.TeamSpec, new TeamValidator()) { Rank = 3, HasState = true };
    internal static readonly ResourceKindOf<PrincipalSpec> PrincipalKind =
        new("principals", ResourceJson.Default.PrincipalSpec, new PrincipalValidator()) { Rank = 4, WriteScope = AccessScopes.PrincipalsWrite };

    internal static readonly ResourceKindOf<ToolSpec> ToolKind = new("tools", ToolJson.Default.ToolSpec, new ToolValidator()) { Rank = 5, HasState = true };
    internal static readonly ResourceKindOf<AgentSpec> AgentKind = new("agents", ResourceJson.Default.AgentSpec, new AgentValidator()) { Rank = 6, BelongsToTeams = true, HasState = true };
    internal static readonly ResourceKindOf<WorkflowSpec> WorkflowKind = new("workflows", DefinitionJson.Default.WorkflowSpec, new WorkflowValidator()) { Rank = 7, BelongsToTeams = true, HasState = true, IsCheckedInItsSet = true };
    internal static readonly ResourceKindOf<KeySpec> KeyKind =
        new("keys", ResourceJson.Default.KeySpec, new KeyValidator()) { Rank = 7, ForbidsDotInId = true, WriteScope = AccessScopes.KeysWrite, BelongsToTeams = true, HasState = true };

    internal static readonly ResourceKindOf<NotificationSpec> NotificationKind = new("notifications", NotificationJson.Default.NotificationSpec, new NotificationValidator()) { Rank = 7, BelongsToTeams = true };

    internal static readonly ResourceKindOf<SubscriptionSpec> SubscriptionKind =
        new("subscriptions", SubscriptionJson.Default.SubscriptionSpec, new SubscriptionValidator()) { Rank = 8, BelongsToTeams = true, HasState = true };

    internal static readonly ResourceKindOf<QuotaSpec> QuotaKind = new("quotas", ResourceJson.Default.QuotaSpec, new QuotaValidator()) { Rank = 8, ConcernsTeams = true };

    private static readonly FrozenDictionary<string, ResourceKind> ByName = new ResourceKind[]
    {
        TenantKind, ProviderKind, PriceKind, ModelKind, TeamKind, PrincipalKind, ToolKind, AgentKind, WorkflowKind, NotificationKind, KeyKind, SubscriptionKind, QuotaKind,
    }.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Which kinds may name which: where to look before something is deleted.</summary>
    private static readonly FrozenDictionary<string, IReadOnlyList<string>> Naming = new Dictionary<string, IReadOnlyList<string>>
    {
        ["providers"] = ["models", "quotas"],
        ["prices"] = ["models"],
        ["models"] = ["teams", "agents", "quotas"],
        ["teams"] = ["principals", "agents", "workflows", "notifications", "subscriptions", "quotas"],
        ["principals"] = ["keys", "tools"],
        ["tools"] = ["tools", "agents", "workflows", "quotas"],
        ["agents"] = ["keys", "agents", "workflows", "subscriptions", "quotas"],
        ["workflows"] = ["workflows", "subscriptions"],
        ["keys"] = ["quotas"],
        ["secrets"] = ["providers", "tools", "notifications", "subscriptions"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ResourceKind Tenants => TenantKind;

    public static ResourceKind Teams => TeamKind;

    public static ResourceKind Principals => PrincipalKind;

    public static ResourceKind Providers => ProviderKind;

    public static ResourceKind Prices => PriceKind;

    public static ResourceKind Models => ModelKind;

    public static ResourceKind Tools => ToolKind;

    public static ResourceKind Agents => AgentKind;

    public static ResourceKind Workflows => WorkflowKind;

    public static ResourceKind Keys => KeyKind;

    public static ResourceKind Notifications => NotificationKind;

    public static ResourceKind Subscriptions => SubscriptionKind;

    public static ResourceKind Quotas => QuotaKind;

    /// <summary>All, in the order in which they can be applied.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [.. ByName.Values.OrderBy(k => k.Rank).ThenBy(k => k.Name, StringComparer.Ordinal)];

    /// <summary>The kind of a name, or null.</summary>
    public static ResourceKind? Find(string? name) => name is not null && ByName.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>The kinds whose resources may name one of <paramref name="kind"/>.</summary>
    internal static IReadOnlyList<string> NamersOf(string kind) => Naming.GetValueOrDefault(kind) ?? [];
}
