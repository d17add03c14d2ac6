using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>Finds the price of a deployment: exact match first, then the longest pattern; among equals one that the shipped list does not own, then the one that came into effect last.</summary>
internal sealed class PriceIndex
{
    /// <summary>The set that owns the price list shipped with the product.</summary>
    public const string ShippedOwner = "agentfunctions/prices";

    public static readonly PriceIndex Empty = new([]);

    private readonly FrozenDictionary<string, ImmutableArray<Resource<PriceSpec>>> _exact;
    private readonly ImmutableArray<(string Prefix, Resource<PriceSpec> Price)> _patterns;

    public PriceIndex(IEnumerable<Resource<PriceSpec>> prices)
    {
        var ordered = prices.OrderBy(p => p.ManagedBy == ShippedOwner).ThenByDescending(p => p.Spec.EffectiveFrom ?? DateTimeOffset.MinValue).ThenBy(p => p.Id, StringComparer.Ordinal).ToList();
        _exact = ordered.Where(p => !Match(p).EndsWith('*')).GroupBy(Match, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
        _patterns = [.. ordered.Where(p => Match(p).EndsWith('*')).Select(p => (Match(p)[..^1], p)).OrderByDescending(p => p.Item1.Length)];
    }

    public static bool InEffect(Resource<PriceSpec> price, DateTimeOffset now) => price.Spec.EffectiveFrom is not { } from || from <= now;

    public Resource<PriceSpec>? Find(string deployment, DateTimeOffset now)
    {
        if (_exact.TryGetValue(deployment, out var exact))
        {
            foreach (var price in exact)
            {
                if (InEffect(price, now)) return price;
            }
        }

        foreach (var (prefix, price) in _patterns)
        {
            if (deployment.StartsWith(prefix, StringComparison.Ordinal) && InEffect(price, now)) return price;
        }

        return null;
    }

    private static string Match(Resource<PriceSpec> price) => price.Spec.Match ?? price.Id;
}
