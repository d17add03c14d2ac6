using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Approvals.Reading;

/// <summary>Who looks at approvals: an agent at its own, a principal at those of its teams. What one may not see is as if it did not exist.</summary>
public sealed class ApprovalViewer
{
    private readonly Access _access;

    private ApprovalViewer(string tenantId, string? agent, string? team, Access access) => (TenantId, Agent, Team, _access) = (tenantId, agent, team, access);

    public string TenantId { get; }

    /// <summary>The agent that looks at its own; null for a principal.</summary>
    internal string? Agent { get; }

    internal string? Team { get; }

    /// <summary>Teams whose approvals lists show; null for all.</summary>
    internal TeamFilter Teams => _access.Teams(AccessScopes.ApprovalsRead);

    public static ApprovalViewer Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isAgent = caller.Principal.Kind == PrincipalKind.Agent;
        return new ApprovalViewer(caller.Principal.TenantId, isAgent ? caller.Principal.Id : null, isAgent ? caller.Agent?.Spec.Team : null, isAgent ? Access.None : caller.Access);
    }

    /// <summary>Whoever may decide something may look at it.</summary>
    internal bool Sees(StoredApproval approval) => Agent is not null
        ? approval.Agent == Agent && approval.Team == Team
        : _access.Covers(AccessScopes.ApprovalsRead, approval.Team) || _access.Covers(AccessScopes.ApprovalsDecide, approval.Team) || _access.Covers(AccessScopes.ApprovalsBreakGlass, approval.Team);
}
