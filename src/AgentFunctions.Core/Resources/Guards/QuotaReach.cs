using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Guards;

/// <summary>
/// Whose a limit is. Only who may write in the whole tenant writes limits, for a team must not raise its own budget; its members see those that hold for it: the tenant's, those on everything, their team's, their agents' and
/// keys', and those on models they may use.
/// </summary>
internal static class QuotaReach
{
    /// <summary>The scope a quota declares; null where it is none, which the set that wants it so will be told.</summary>
    public static QuotaScope? ScopeOf(StoredResource quota) =>
        quota.Spec is { } spec && spec.TryGetProperty("scope", out var text) && text.GetString() is { } written && QuotaScopes.Parse(written, out var scope) is null ? scope : null;

    /// <summary>The team that what is limited belongs to; null for what belongs to none or to several.</summary>
    public static async ValueTask<string?> TeamOfAsync(string tenantId, QuotaScope scope, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        if (scope.Kind == LimitScopeKind.Session && scope.Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash) return await TeamOfAgentAsync(tenantId, scope.Id[..slash], lookup, cancellationToken);
        if (scope.IsWildcard) return null;
        return scope.Kind switch
        {
            LimitScopeKind.Team => scope.Id,
            LimitScopeKind.Agent => await TeamOfAgentAsync(tenantId, scope.Id, lookup, cancellationToken),
            LimitScopeKind.Key when await lookup.FindAsync(tenantId, ResourceKinds.KeyKind.Name, scope.Id, cancellationToken) is { } key => await ResourceGuard.TeamOfAsync(tenantId, key, lookup, cancellationToken),
            _ => null,
        };
    }

    /// <summary>Whether it may hold for something of these teams.</summary>
    public static async ValueTask<bool> AppliesToAsync(string tenantId, QuotaScope scope, TeamFilter teams, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        if (scope.Kind == LimitScopeKind.Tenant || scope is { IsWildcard: true, Id: "" }) return true;
        if (teams.Includes(await TeamOfAsync(tenantId, scope, lookup, cancellationToken))) return true;
        return (scope.Kind, scope.IsWildcard) switch
        {
            (LimitScopeKind.Model, _) => await MayUseAsync(tenantId, scope.IsWildcard ? scope.Id + '*' : scope.Id, scope.IsWildcard, teams, lookup, cancellationToken),
            (LimitScopeKind.Team, true) => teams.Teams.Any(t => t.StartsWith(scope.Id, StringComparison.Ordinal)),
            (LimitScopeKind.Agent, true) => await AnyOfTeamsAsync(tenantId, ResourceKinds.AgentKind.Name, scope.Id, teams, lookup, cancellationToken),
            (LimitScopeKind.Key, true) => await AnyOfTeamsAsync(tenantId, ResourceKinds.KeyKind.Name, scope.Id, teams, lookup, cancellationToken),
            _ => false,
        };
    }

    /// <summary>Whether one of the teams may use the model, or some of what a pattern covers.</summary>
    public static async ValueTask<bool> MayUseAsync(string tenantId, string model, bool isPattern, TeamFilter teams, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        foreach (var team in teams.Teams)
        {
            if (await lookup.FindAsync(tenantId, ResourceKinds.TeamKind.Name, team, cancellationToken) is not { Spec: { } spec }) continue;
            var allowed = ResourceKinds.TeamKind.Read(spec).Models;
            if (isPattern ? ModelPatterns.Intersect(allowed, [model]).Count > 0 : ModelPatterns.Cover(allowed, model)) return true;
        }

        return false;
    }

    private static async ValueTask<bool> AnyOfTeamsAsync(string tenantId, string kind, string prefix, TeamFilter teams, IResourceLookup lookup, CancellationToken cancellationToken)
    {
        await foreach (var found in lookup.ListAllAsync(tenantId, kind, new DocumentFilter.StartsWith("id", prefix), cancellationToken))
        {
            // What is pending comes unfiltered.
            if (found.Id.StartsWith(prefix, StringComparison.Ordinal) && teams.Includes(await ResourceGuard.TeamOfAsync(tenantId, found, lookup, cancellationToken))) return true;
        }

        return false;
    }

    private static async ValueTask<string?> TeamOfAgentAsync(string tenantId, string agent, IResourceLookup lookup, CancellationToken cancellationToken) =>
        await lookup.FindAsync(tenantId, ResourceKinds.AgentKind.Name, agent, cancellationToken) is { Spec: { } spec } ? ResourceKinds.AgentKind.TeamOf(agent, spec) : null;
}
