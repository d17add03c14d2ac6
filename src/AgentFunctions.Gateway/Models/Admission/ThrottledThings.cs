using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>What an operator throttled on the path of a call: the outermost of tenant, team, agent and key, which holds the others back as well, and the model.</summary>
internal static class ThrottledThings
{
    /// <summary>By name, <c>agents/triage</c>; empty where nothing is.</summary>
    public static IReadOnlyList<string> NamesOf(ModelCall call, DateTimeOffset now)
    {
        var model = call.ModelResource is { State: not null } found && ResourceState.Of(found.State, now) == OperatingState.Throttled ? "models/" + found.Id : null;
        return (call.Caller.Throttled, model) switch
        {
            (null, null) => [],
            ({ } path, null) => [path],
            (null, { } only) => [only],
            ({ } path, { } both) => [path, both],
        };
    }

    /// <summary>The same as scopes of the ledger.</summary>
    public static IReadOnlyList<LimitScope> ScopesOf(ModelCall call, DateTimeOffset now)
    {
        var names = NamesOf(call, now);
        return names.Count == 0 ? [] : [.. names.Select(ToScope)];
    }

    public static string Name(string tenantId, LimitScope scope) => scope.Kind == LimitScopeKind.Tenant ? "tenants/" + tenantId : $"{LimitScope.Name(scope.Kind)}/{scope.Id}";

    /// <summary>The scope of a name such as <c>agents/triage</c>.</summary>
    public static LimitScope ToScope(string name)
    {
        var (kind, id) = (name[..name.IndexOf('/', StringComparison.Ordinal)], name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return kind switch
        {
            "tenants" => LimitScope.Tenant,
            "teams" => new LimitScope(LimitScopeKind.Team, id),
            "agents" => new LimitScope(LimitScopeKind.Agent, id),
            "keys" => new LimitScope(LimitScopeKind.Key, id),
            "models" => new LimitScope(LimitScopeKind.Model, id),
            _ => throw new InvalidOperationException($"{name} cannot be throttled."),
        };
    }
}
