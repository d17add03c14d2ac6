using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Quotas;

/// <summary>
/// Finds the limits of a call. Of those on the same kind of scope that count the same unit in the same window and mode the most specific wins: the id itself, then the longest prefix, then <c>*</c>.
/// Made anew when quotas change; amounts that hold for a while follow the clock.
/// </summary>
public sealed class LimitIndex
{
    private static readonly int Kinds = Enum.GetValues<LimitScopeKind>().Length;

    public static readonly LimitIndex Empty = new([]);
    private readonly ScopeRules?[] _rules = new ScopeRules?[Kinds];

    public LimitIndex(IEnumerable<Resource<QuotaSpec>> quotas)
    {
        ArgumentNullException.ThrowIfNull(quotas);
        var rules = quotas.OrderBy(static q => q.Id, StringComparer.Ordinal).Select(static q => new LimitRule(q, Scope(q)));
        foreach (var kind in rules.GroupBy(static r => r.Scope.Kind)) _rules[(int)kind.Key] = new ScopeRules([.. kind]);
    }

    /// <summary>The limits of everything the call passes but the provider, in the order of <see cref="LimitScopeKind"/>.</summary>
    public IReadOnlyList<Limit> Resolve(in LimitPath path, DateTimeOffset now)
    {
        var limits = new List<Limit>();
        Add(limits, LimitScopeKind.Tenant, "", path.Run, now);
        Add(limits, LimitScopeKind.Team, path.Team, path.Run, now);
        Add(limits, LimitScopeKind.Agent, path.Agent, path.Run, now);
        if (_rules[(int)LimitScopeKind.Session] is not null && path.Agent is not null && path.Session is not null)
            Add(limits, LimitScopeKind.Session, $"{path.Agent}/{path.Session}", path.Run, now);
        Add(limits, LimitScopeKind.Run, path.Run, path.Run, now);
        Add(limits, LimitScopeKind.Key, path.Key, path.Run, now);
        Add(limits, LimitScopeKind.Model, path.Model, path.Run, now);
        Add(limits, LimitScopeKind.Tool, path.Tool, path.Run, now);
        return limits;
    }

    /// <summary>The limits of one provider.</summary>
    public IReadOnlyList<Limit> ResolveProvider(string provider, in LimitPath path, DateTimeOffset now) => Resolve(new LimitScope(LimitScopeKind.Provider, provider), path.Run, now);

    /// <summary>The limits of one thing.</summary>
    /// <param name="scope">The thing.</param>
    /// <param name="run">The run that windows of runs count in; null: those are left out.</param>
    /// <param name="now">Decides which amounts hold.</param>
    public IReadOnlyList<Limit> Resolve(LimitScope scope, string? run, DateTimeOffset now)
    {
        if (_rules[(int)scope.Kind] is not { } rules) return [];
        var limits = new List<Limit>();
        rules.AddTo(limits, scope.Id, run, now);
        return limits;
    }

    private void Add(List<Limit> limits, LimitScopeKind kind, string? id, string? run, DateTimeOffset now)
    {
        if (id is not null) _rules[(int)kind]?.AddTo(limits, id, run, now);
    }

    private static QuotaScope Scope(Resource<QuotaSpec> quota) =>
        QuotaScopes.Parse(quota.Spec.Scope, out var scope) is null ? scope : throw new InvalidOperationException("A stored quota has a scope that is none.");
}
