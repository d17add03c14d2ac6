namespace AgentFunctions.Core.Quotas;

/// <summary>One thing that limits count for: <c>tenant</c>, <c>agents/demo</c>, <c>sessions/demo/s1</c> (a session belongs to its agent).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one; empty for the tenant.</param>
public readonly record struct LimitScope(LimitScopeKind Kind, string Id)
{
    public static LimitScope Tenant { get; } = new(LimitScopeKind.Tenant, "");

    /// <summary>The first part of a scope as it is written: <c>agents</c>.</summary>
    public static string Name(LimitScopeKind kind) => kind switch
    {
        LimitScopeKind.Tenant => "tenant",
        LimitScopeKind.Team => "teams",
        LimitScopeKind.Agent => "agents",
        LimitScopeKind.Session => "sessions",
        LimitScopeKind.Run => "runs",
        LimitScopeKind.Key => "keys",
        LimitScopeKind.Model => "models",
        LimitScopeKind.Provider => "providers",
        _ => "tools",
    };

    /// <summary>As quotas write it; the id of a declared wildcard model after <c>=</c>, since <c>models/gpt-*</c> means each model that begins so.</summary>
    public override string ToString() => Kind == LimitScopeKind.Tenant ? "tenant" : Id.EndsWith('*') ? $"{Name(Kind)}/{QuotaScopes.Exactly}{Id}" : $"{Name(Kind)}/{Id}";
}
