using System.Collections.Frozen;

namespace AgentFunctions.Core.Quotas;

/// <summary>The limits on one kind of scope, found by id: the literal ones, then those of the longest prefix, of <c>*</c> last.</summary>
internal sealed class ScopeRules
{
    private readonly FrozenDictionary<string, LimitRule[]> _literals;
    private readonly FrozenDictionary<string, LimitRule[]> _prefixes;
    private readonly FrozenDictionary<string, LimitRule[]>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly int[] _lengths;

    /// <param name="rules">All of one kind.</param>
    public ScopeRules(IReadOnlyCollection<LimitRule> rules)
    {
        _literals = Group(rules.Where(static r => !r.Scope.IsWildcard));
        _prefixes = Group(rules.Where(static r => r.Scope.IsWildcard));
        _byPrefix = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. _prefixes.Keys.Select(static p => p.Length).Distinct().OrderDescending()];
    }

    /// <summary>Adds the limits of one thing. However many prefixes are declared, only one look-up is made for each length.</summary>
    public void AddTo(List<Limit> limits, string id, string? run, DateTimeOffset now)
    {
        UInt128 taken = 0;
        if (_literals.TryGetValue(id, out var literal)) Add(limits, literal, ref taken, id, run, now);
        foreach (var length in _lengths)
        {
            if (length <= id.Length && _byPrefix.TryGetValue(id.AsSpan(0, length), out var covering)) Add(limits, covering, ref taken, id, run, now);
        }
    }

    private static void Add(List<Limit> limits, LimitRule[] rules, ref UInt128 taken, string id, string? run, DateTimeOffset now)
    {
        foreach (var rule in rules)
        {
            if ((taken & rule.Slot) != 0) continue;
            taken |= rule.Slot;
            if (rule.For(id, run, now) is { } limit) limits.Add(limit);
        }
    }

    private static FrozenDictionary<string, LimitRule[]> Group(IEnumerable<LimitRule> rules) =>
        rules.GroupBy(static r => r.Scope.Id, StringComparer.Ordinal).ToFrozenDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);
}
