using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Inventory.Subjects;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Inventory.Review;

/// <summary>The rows of one agent or principal.</summary>
internal static class AccessReviewRows
{
    private const string NoKey = "no_key";

    public static IEnumerable<AccessReviewRow> Of(Resource<AgentSpec> agent, Resource<TeamSpec>? team, IEnumerable<SubjectKey> keys, DateTimeOffset now)
    {
        var allowed = team is null ? agent.Spec.Models : ModelPatterns.Intersect(agent.Spec.Models, team.Spec.Models);
        return
            from key in keys.Cast<SubjectKey?>().DefaultIfEmpty()
            from model in (key?.Models is { } own ? ModelPatterns.Intersect(allowed, own) : allowed).Cast<string?>().DefaultIfEmpty()
            select new AccessReviewRow
            {
                Who = "agents/" + agent.Id,
                Kind = PrincipalKinds.ToName(PrincipalKind.Agent),
                Key = key?.Id,
                Model = model,
                Team = agent.Spec.Team,
                LastUsedAt = key?.LastUsedAt,
                ExpiresAt = key?.ExpiresAt,
                State = StateOf(key, now, agent.State, team?.State),
            };
    }

    public static IEnumerable<AccessReviewRow> Of(string id, PrincipalSpec principal, IEnumerable<SubjectKey> keys, DateTimeOffset now)
    {
        var kind = PrincipalKinds.Find(principal.Type) ?? throw new InvalidOperationException("A stored principal has a type that does not exist.");
        return
            from key in keys.Cast<SubjectKey?>().DefaultIfEmpty()
            from grant in principal.Grants.Cast<GrantSpec?>().DefaultIfEmpty()
            select new AccessReviewRow
            {
                Who = "principals/" + id,
                Kind = principal.Type,
                Key = key?.Id,
                Scopes = ScopesOf(kind, grant),
                Team = grant?.Team,
                LastUsedAt = key?.LastUsedAt,
                ExpiresAt = key?.ExpiresAt,
                State = StateOf(key, now),
            };
    }

    /// <summary>What the grant comes to within the role, asked of what calls are decided on.</summary>
    private static IReadOnlyList<string> ScopesOf(PrincipalKind kind, GrantSpec? grant)
    {
        var access = Access.Of(kind, grant is null ? [] : [grant]);
        return [.. AccessScopeNames.All.Where(name => access.Covers(AccessScopeNames.Find(name), grant?.Team))];
    }

    private static string StateOf(SubjectKey? key, DateTimeOffset now, params ReadOnlySpan<ResourceState?> path)
    {
        if (key is null) return NoKey;
        var active = OperatingStates.ToName(OperatingState.Active);
        if (key.State != active) return key.State;
        foreach (var state in path)
        {
            if (ResourceState.Of(state, now) is var operating && operating != OperatingState.Active) return OperatingStates.ToName(operating);
        }

        return active;
    }
}
