using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>What the rules of docs/security.md say to a request: 0 for "let in", else the status of the refusal.</summary>
internal static class MatrixExpectation
{
    public static int Of(MatrixRow row, Role role, Target target)
    {
        if (row.Reach == Reach.Anyone) return 0;
        if (role.Access is not { } access) return 401;
        if (role.IsAgent) return Agent(row.Reach, target);
        if (target == Target.AwayByHeader) return access.IsPlatform ? 0 : 403;
        if (!access.Has(row.Scope) && (row.Own == AccessScopes.None || !access.Has(row.Own))) return 403;
        if (row.Reach is Reach.WholeTenant or Reach.AgentOrWholeTenant) return access.Covers(row.Scope, null) ? 0 : 403;
        if (target == Target.Nowhere) return row.Reach is Reach.Filtered or Reach.AgentFiltered ? 0 : row.Reach == Reach.PlatformOnly && !access.IsPlatform && !row.ReadsFirst ? 403 : 404;
        if (target == Target.AwayById) return AwayById(row, access);
        var team = target == Target.Mine ? "mine" : "theirs";
        return row.Reach switch
        {
            Reach.Filtered or Reach.AgentFiltered => 0,
            Reach.Agents or Reach.AgentOwned or Reach.KeyLookup or Reach.TeamRead or Reach.OwnTeamRead => access.Covers(row.Scope | row.Also, team) ? 0 : 404,
            Reach.TenantRead or Reach.TenantItselfRead => access.Covers(row.Scope, null) ? 0 : 404,
            Reach.SharedRead => 0,
            Reach.TeamWrite => Write(row, access.Covers(row.Scope, team), access.Covers(AccessScopes.ResourcesRead, team)),
            Reach.OwnTeamWrite => Write(row, access.Covers(row.Scope, null), access.Covers(AccessScopes.ResourcesRead, team)),
            Reach.TenantWrite or Reach.TenantItselfState => Write(row, access.Covers(row.Scope, null), access.Covers(AccessScopes.ResourcesRead, null)),
            Reach.SharedWrite => Write(row, access.Covers(row.Scope, null), access.Has(AccessScopes.ResourcesRead)),
            Reach.PlatformOnly => access.IsPlatform ? 0 : row.ReadsFirst && !access.Covers(AccessScopes.ResourcesRead, null) ? 404 : 403,
            _ => throw new InvalidOperationException($"{row.Reach} has no rule."),
        };
    }

    /// <summary>An agent's key is good for the agent's own surface, in its own tenant.</summary>
    private static int Agent(Reach reach, Target target) => reach switch
    {
        _ when target == Target.AwayByHeader => 403,
        Reach.Agents => target == Target.Mine ? 0 : 403,
        Reach.AgentFiltered or Reach.AgentOrWholeTenant => 0,
        Reach.AgentOwned => target == Target.Mine ? 0 : 404,
        _ => 403,
    };

    /// <summary>An id of elsewhere means nothing here, so it is absent for everybody; only tenants and keys are found by the platform.</summary>
    private static int AwayById(MatrixRow row, Access access) => row.Reach switch
    {
        Reach.Filtered or Reach.AgentFiltered => 0,
        Reach.KeyLookup or Reach.TenantItselfRead or Reach.TenantItselfState => access.IsPlatform ? 0 : 404,
        Reach.PlatformOnly => access.IsPlatform ? 0 : row.ReadsFirst ? 404 : 403,
        _ => 404,
    };

    private static int Write(MatrixRow row, bool mayWrite, bool maySee)
    {
        if (row.ReadsFirst && !maySee) return 404;
        if (mayWrite) return 0;
        return maySee || row.Creates ? 403 : 404;
    }
}
