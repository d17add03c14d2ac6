using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Usage of one window by scope, as limits name them.</summary>
internal sealed class ScopeSums
{
    private static readonly UsageTotals Nothing = new();
    private readonly Dictionary<string, UsageTotals> _sums = new(StringComparer.Ordinal);

    /// <summary>Scopes in which something is on its way.</summary>
    public HashSet<string> Pending { get; } = new(StringComparer.Ordinal);

    public UsageTotals Of(string scope) => _sums.GetValueOrDefault(scope) ?? Nothing;

    public void Add(in RollupKey key, UsageTotals totals, int sign = 1, bool isPending = false)
    {
        foreach (var scope in Scopes(key))
        {
            if (isPending) Pending.Add(scope);
            if (!_sums.TryGetValue(scope, out var sum)) _sums[scope] = sum = new UsageTotals();
            sum.Add(totals, sign);
        }
    }

    private static List<string> Scopes(in RollupKey key)
    {
        var scopes = new List<string>(6);
        var rest = key.Dimensions;
        if (key.Family == RollupFamily.Run) scopes.Add("runs/" + key.Value);
        if (key.Family == RollupFamily.Session) scopes.Add($"sessions/{rest.Agent}/{key.Value}");
        if (key.Family != RollupFamily.Base) return scopes;
        scopes.Add("tenant");
        if (rest.Team is not null) scopes.Add("teams/" + rest.Team);
        if (rest.Agent is not null) scopes.Add("agents/" + rest.Agent);
        if (rest.Key is not null) scopes.Add("keys/" + rest.Key);
        if (rest.Model is not null) scopes.Add("models/" + rest.Model);
        if (rest.Provider is not null) scopes.Add("providers/" + rest.Provider);
        return scopes;
    }
}
