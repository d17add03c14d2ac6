namespace AgentFunctions.Core.Quotas;

/// <summary>A scope as quotas declare it: one thing, or a wildcard that is one limit for each of the things it covers.</summary>
/// <param name="Kind">What it is on.</param>
/// <param name="Id">The id, or what the covered ids begin with; of a session <c>{agent}/{session}</c>. Empty for the tenant and for <c>*</c>.</param>
/// <param name="IsWildcard">Whether it covers every id that begins with <paramref name="Id"/>.</param>
public readonly record struct QuotaScope(LimitScopeKind Kind, string Id, bool IsWildcard)
{
    public bool Covers(LimitScope scope) =>
        scope.Kind == Kind && (IsWildcard ? scope.Id.StartsWith(Id, StringComparison.Ordinal) : string.Equals(scope.Id, Id, StringComparison.Ordinal));

    /// <summary>The one thing it names; null for a wildcard.</summary>
    public LimitScope? Literal => IsWildcard ? null : new LimitScope(Kind, Id);

    /// <summary>As it is written.</summary>
    public override string ToString() => IsWildcard ? $"{LimitScope.Name(Kind)}/{Id}*" : new LimitScope(Kind, Id).ToString();
}
