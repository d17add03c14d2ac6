using System.Collections.Frozen;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>The registered providers by type.</summary>
internal sealed class ModelProviders(IEnumerable<IModelProvider> providers)
{
    private readonly FrozenDictionary<string, IModelProvider> _byType = providers.ToFrozenDictionary(static provider => provider.Type, StringComparer.Ordinal);

    public IModelProvider? Find(string type) => _byType.GetValueOrDefault(type);
}
