using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Quotas;

/// <summary>Reads scopes as they are written.</summary>
public static class QuotaScopes
{
    /// <summary>Before an id that ends in a star itself: the declared model <c>gpt-*</c> is <c>models/=gpt-*</c>, while <c>models/gpt-*</c> is each declared model whose id begins so.</summary>
    public const char Exactly = '=';

    private static readonly LimitScopeKind[] Kinds = Enum.GetValues<LimitScopeKind>();

    /// <summary>Reads a scope; what is wrong with it, or null.</summary>
    public static string? Parse(string text, out QuotaScope scope)
    {
        ArgumentNullException.ThrowIfNull(text);
        scope = new QuotaScope(LimitScopeKind.Tenant, "", false);
        if (text == "tenant") return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || Find(text.AsSpan(0, slash)) is not { } kind)
            return "must be tenant, or teams, agents, sessions, runs, keys, models, providers or tools with /id or /*, such as agents/demo or agents/*";
        var id = text[(slash + 1)..];
        if (kind == LimitScopeKind.Session) return ParseSession(id, out scope);
        if (kind == LimitScopeKind.Model && id.StartsWith(Exactly))
        {
            scope = new QuotaScope(kind, id[1..], false);
            return ResourceIds.IsWildcard(id.AsSpan(1)) ? null : "has an = that only a declared wildcard takes, such as models/=gpt-*: remove the =";
        }

        scope = id.EndsWith('*') ? new QuotaScope(kind, id[..^1], true) : new QuotaScope(kind, id, false);
        return IsId(id) ? null : "must have an id or a trailing * after the /, such as agents/demo, agents/batch-* or agents/*";
    }

    private static string? ParseSession(string id, out QuotaScope scope)
    {
        scope = id.EndsWith('*') ? new QuotaScope(LimitScopeKind.Session, id[..^1], true) : new QuotaScope(LimitScopeKind.Session, id, false);
        if (id == "*") return null;
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && ResourceIds.IsValid(id.AsSpan(0, slash)) && IsId(id.AsSpan(slash + 1))
            ? null
            : "must be sessions/*, or name the agent whose sessions they are: sessions/demo/*, sessions/demo/s1";
    }

    private static bool IsId(ReadOnlySpan<char> id) => ResourceIds.IsValid(id) || ResourceIds.IsWildcard(id);

    private static LimitScopeKind? Find(ReadOnlySpan<char> name)
    {
        foreach (var kind in Kinds)
        {
            if (kind != LimitScopeKind.Tenant && name.SequenceEqual(LimitScope.Name(kind))) return kind;
        }

        return null;
    }
}
