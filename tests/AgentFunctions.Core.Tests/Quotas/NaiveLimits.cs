using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Tests.Quotas;

/// <summary>The rules of docs/limits.md word by word, without any index.</summary>
internal static class NaiveLimits
{
    public static IReadOnlyList<string> Resolve(IReadOnlyList<Resource<QuotaSpec>> quotas, LimitPath path, DateTimeOffset now) =>
    [
        .. Things(path)
            .SelectMany(thing => quotas.Select(q => (Thing: thing, Quota: q, Specificity: Specificity(q.Spec.Scope, thing))).Where(c => c.Specificity >= 0)
                .GroupBy(c => (c.Quota.Spec.Unit, Window(c.Thing, c.Quota.Spec), c.Quota.Spec.Mode))
                .Select(g => g.MaxBy(c => c.Specificity))
                .Where(c => Window(c.Thing, c.Quota.Spec) != LimitWindow.Run || path.Run is not null)
                .Select(c => Text(c.Quota, c.Thing, path.Run, now)))
            .Order(StringComparer.Ordinal),
    ];

    public static string Text(Limit limit) => $"{limit.QuotaId} {limit.Scope.Kind} {limit.Scope.Id} {limit.Unit} {limit.Window} {limit.Amount} {limit.Mode} {limit.RunId}";

    private static string Text(Resource<QuotaSpec> quota, (LimitScopeKind Kind, string Id) thing, string? run, DateTimeOffset now)
    {
        var spec = quota.Spec;
        var amount = spec.Temporary is { } temporary && now < temporary.Until ? temporary.Amount : spec.Amount;
        var units = spec.Unit == LimitUnit.Usd ? (long)(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000m) : long.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        var window = Window(thing, spec);
        return $"{quota.Id} {thing.Kind} {thing.Id} {spec.Unit} {window} {units} {spec.Mode} {(window == LimitWindow.Run ? run : null)}";
    }

    private static LimitWindow Window((LimitScopeKind Kind, string Id) thing, QuotaSpec spec) =>
        spec.Window is not { } window ? LimitWindow.None : thing.Kind == LimitScopeKind.Run && window == LimitWindow.Total ? LimitWindow.Run : window;

    private static IEnumerable<(LimitScopeKind Kind, string Id)> Things(LimitPath path)
    {
        yield return (LimitScopeKind.Tenant, "");
        if (path.Team is not null) yield return (LimitScopeKind.Team, path.Team);
        if (path.Agent is not null) yield return (LimitScopeKind.Agent, path.Agent);
        if (path is { Agent: not null, Session: not null }) yield return (LimitScopeKind.Session, path.Agent + "/" + path.Session);
        if (path.Run is not null) yield return (LimitScopeKind.Run, path.Run);
        if (path.Key is not null) yield return (LimitScopeKind.Key, path.Key);
        if (path.Model is not null) yield return (LimitScopeKind.Model, path.Model);
        if (path.Tool is not null) yield return (LimitScopeKind.Tool, path.Tool);
    }

    /// <summary>-1 where it does not cover the thing; else the larger the more specific.</summary>
    private static int Specificity(string scope, (LimitScopeKind Kind, string Id) thing)
    {
        if (scope == "tenant") return thing.Kind == LimitScopeKind.Tenant ? int.MaxValue : -1;
        var prefix = thing.Kind.ToString().ToLowerInvariant() + "s/";
        if (!scope.StartsWith(prefix, StringComparison.Ordinal)) return -1;
        var id = scope[prefix.Length..];
        if (id == thing.Id && !id.EndsWith('*')) return int.MaxValue;
        if (id.StartsWith('=')) return id[1..] == thing.Id ? int.MaxValue : -1;
        return id.EndsWith('*') && thing.Id.StartsWith(id[..^1], StringComparison.Ordinal) ? id.Length : -1;
    }
}
