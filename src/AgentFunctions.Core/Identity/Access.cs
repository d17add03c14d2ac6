using System.Collections.Frozen;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Identity;

/// <summary>What a principal may do, and where: in its whole tenant or in teams of it. Immutable; made from the role and the grants.</summary>
public sealed class Access
{
    private const AccessScopes Everything = (AccessScopes)((1 << 18) - 1);

    /// <summary>Part of no role, not even of the platform's: had only by a grant that names it.</summary>
    private const AccessScopes OnlyByName = AccessScopes.ApprovalsBreakGlass;

    private static readonly FrozenDictionary<PrincipalKind, AccessScopes> Roles = new Dictionary<PrincipalKind, AccessScopes>
    {
        [PrincipalKind.Operator] = (Everything & ~(AccessScopes.ApprovalsDecide | AccessScopes.ContentRead)) | AccessScopes.ApprovalsBreakGlass,
        [PrincipalKind.Approver] = AccessScopes.ApprovalsRead | AccessScopes.ApprovalsDecide,
        [PrincipalKind.Auditor] = AccessScopes.AuditRead | AccessScopes.UsageRead | AccessScopes.TracesRead,
        [PrincipalKind.App] = Everything & ~AccessScopes.PrincipalsWrite,
    }.ToFrozenDictionary();

    private readonly AccessScopes _tenantWide;
    private readonly AccessScopes _anywhere;
    private readonly FrozenDictionary<string, AccessScopes> _byTeam;

    private Access(AccessScopes tenantWide, Dictionary<string, AccessScopes> byTeam)
    {
        _tenantWide = tenantWide;
        _byTeam = byTeam.ToFrozenDictionary(StringComparer.Ordinal);
        _anywhere = byTeam.Values.Aggregate(tenantWide, (all, scopes) => all | scopes);
    }

    /// <summary>Nothing: agents reach their own surface by what they are, not by scopes.</summary>
    public static Access None { get; } = new(AccessScopes.None, []);

    /// <summary>The bootstrap key, and the product's own jobs.</summary>
    public static Access Platform { get; } = new(Everything, []) { IsPlatform = true };

    /// <summary>Every right in every tenant, and the tenants themselves.</summary>
    public bool IsPlatform { get; private init; }

    /// <summary>The most a role may be granted.</summary>
    public static AccessScopes MostOf(PrincipalKind kind) => Roles.GetValueOrDefault(kind);

    /// <summary>Without grants an operator, approver or auditor has its whole role in the whole tenant and an app has nothing; grants narrow it.</summary>
    public static Access Of(PrincipalKind kind, IReadOnlyList<GrantSpec> grants)
    {
        ArgumentNullException.ThrowIfNull(grants);
        var most = MostOf(kind);
        if (grants.Count == 0) return kind is PrincipalKind.App or PrincipalKind.Agent ? None : new Access(most & ~OnlyByName, []);
        var tenantWide = AccessScopes.None;
        var byTeam = new Dictionary<string, AccessScopes>(StringComparer.Ordinal);
        foreach (var grant in grants)
        {
            var scopes = most & (grant.Scopes.Count == 0 && kind != PrincipalKind.App ? Everything : grant.Scopes.Aggregate(AccessScopes.None, (all, name) => all | AccessScopeNames.Find(name)));
            if (grant.Team is null) tenantWide |= scopes;
            else byTeam[grant.Team] = byTeam.GetValueOrDefault(grant.Team) | (scopes & ~AccessScopes.PrincipalsWrite);
        }

        return new Access(tenantWide, byTeam);
    }

    /// <summary>The whole of several roles together, in the whole tenant.</summary>
    public static Access OfAll(IReadOnlyList<PrincipalKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return new Access(kinds.Where(static kind => kind is not (PrincipalKind.App or PrincipalKind.Agent)).Aggregate(AccessScopes.None, static (all, kind) => all | MostOf(kind)) & ~OnlyByName, []);
    }

    /// <summary>Whether it may do all of <paramref name="scopes"/> in the tenant or in some team.</summary>
    public bool Has(AccessScopes scopes) => (_anywhere & scopes) == scopes;

    /// <summary>Whether it may do <paramref name="scopes"/> to a thing of <paramref name="team"/>; null for a thing that belongs to the tenant.</summary>
    public bool Covers(AccessScopes scopes, string? team) =>
        (_tenantWide & scopes) == scopes || (team is not null && ((_byTeam.GetValueOrDefault(team) | _tenantWide) & scopes) == scopes);

    /// <summary>Where it may do <paramref name="scopes"/>.</summary>
    public TeamFilter Teams(AccessScopes scopes) =>
        (_tenantWide & scopes) == scopes ? new TeamFilter(true, null) : new TeamFilter(false, _byTeam.Where(p => (p.Value & scopes) == scopes).Select(p => p.Key).ToFrozenSet(StringComparer.Ordinal));
}
