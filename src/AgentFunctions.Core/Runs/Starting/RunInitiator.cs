using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Who starts a run: an agent runs of itself, a principal those of what belongs to teams where it may start runs, the product itself (schedules, subscriptions) all.</summary>
public sealed class RunInitiator
{
    private readonly Access _access;

    private RunInitiator(string tenantId, string by, Access access, string? agent) => (TenantId, By, _access, Agent) = (tenantId, by, access, agent);

    public string TenantId { get; }

    /// <summary>For the record, <c>operator/ops</c>.</summary>
    public string By { get; }

    /// <summary>The agent that starts itself; null for a principal.</summary>
    public string? Agent { get; }

    private string? Team { get; init; }

    /// <summary>Who issued the key that it comes with: has no say in what the run asks people.</summary>
    internal IReadOnlyList<string> Behind { get; private init; } = [];

    public static RunInitiator Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var principal = caller.Principal;
        return new RunInitiator(principal.TenantId, $"{PrincipalKinds.ToName(principal.Kind)}/{principal.Id}", caller.Access, principal.Kind == PrincipalKind.Agent ? principal.Id : null) { Behind = caller.KeyIssuers };
    }

    /// <summary>Somebody whose right to start was settled elsewhere.</summary>
    public static RunInitiator Allowed(Caller caller)
    {
        var own = Of(caller);
        return new RunInitiator(own.TenantId, own.By, Access.Platform, null) { Behind = own.Behind };
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="by">For the record, <c>subscriptions/orders</c>.</param>
    public static RunInitiator System(string tenantId, string by) => new(tenantId, by, Access.Platform, null);

    /// <summary>A subscription: one of a team starts what is the team's, one of the tenant all.</summary>
    internal static RunInitiator Subscription(string tenantId, string id, string? team) => new(tenantId, "subscriptions/" + id, Access.Platform, null) { Team = team };

    /// <summary>What it may not start is as if it did not exist.</summary>
    public bool MayStart(RunTarget target, string? team) => Agent is null ? _access.Covers(AccessScopes.RunsStart, team) && (Team is null || Team == team) : target.Kind == RunTargetKind.Agent && target.Id == Agent;
}
