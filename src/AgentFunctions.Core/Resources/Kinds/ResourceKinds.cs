using System.Collections.Frozen;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>Every kind of resource. CONTRIBUTING.md says how to add one.</summary>
public static class ResourceKinds
{
    internal static readonly ResourceKindOf<ProviderSpec> ProviderKind = new("providers", ResourceJson.Default.ProviderSpec, new ProviderValidator()) { Rank = 1 };
    internal static readonly ResourceKindOf<PriceSpec> PriceKind = new("prices", ResourceJson.Default.PriceSpec, new PriceValidator()) { Rank = 1 };
    internal static readonly ResourceKindOf<ModelSpec> ModelKind = new("models", ResourceJson.Default.ModelSpec, new ModelValidator()) { Rank = 2, AllowsWildcardId = true };
    internal static readonly ResourceKindOf<AgentSpec> AgentKind = new("agents", ResourceJson.Default.AgentSpec, new AgentValidator()) { Rank = 3 };
    internal static readonly ResourceKindOf<KeySpec> KeyKind = new("keys", ResourceJson.Default.KeySpec, new KeyValidator()) { Rank = 4, ForbidsDotInId = true };

    private static readonly FrozenDictionary<string, ResourceKind> ByName =
        new ResourceKind[] { ProviderKind, PriceKind, ModelKind, AgentKind, KeyKind }.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    public static ResourceKind Providers => ProviderKind;

    public static ResourceKind Prices => PriceKind;

    public static ResourceKind Models => ModelKind;

    public static ResourceKind Agents => AgentKind;

    public static ResourceKind Keys => KeyKind;

    /// <summary>All, in the order in which they can be applied.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [.. ByName.Values.OrderBy(k => k.Rank).ThenBy(k => k.Name, StringComparer.Ordinal)];

    /// <summary>The kind of a name, or null.</summary>
    public static ResourceKind? Find(string? name) => name is not null && ByName.TryGetValue(name, out var kind) ? kind : null;
}
