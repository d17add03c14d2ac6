using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Subscriptions.Hubs;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Who may decide a request: with the scope for its team, among its approvers, and neither who started it nor who answers for its agent. An agent never.</summary>
internal static class ApprovalRights
{
    /// <summary>Why a person may not decide, or null.</summary>
    /// <param name="approval">What is to be decided.</param>
    /// <param name="owners">Who answers for the agent now; those of when it was asked count as well.</param>
    /// <param name="person">Who.</param>
    /// <param name="isBreakGlass">An emergency: the list of approvers does not count, everything else does.</param>
    public static ApiError? Refusal(StoredApproval approval, IReadOnlyList<string> owners, ApprovalPerson person, bool isBreakGlass)
    {
        if (person.Kind == PrincipalKind.Agent) return ApiErrors.NotEntitled("An agent never decides.");
        var scope = isBreakGlass ? AccessScopes.ApprovalsBreakGlass : AccessScopes.ApprovalsDecide;
        if (!person.Access.Covers(scope, approval.Team)) return ApiErrors.NotEntitled($"This key lacks {AccessScopeNames.Names(scope)[0]} for the team of this approval.");
        if (IsInvolved(approval, owners, person) is { } refusal) return refusal;
        return isBreakGlass || approval.Approvers.Count == 0 || approval.Approvers.Any(approver => Names(approver, person))
            ? null
            : ApiErrors.NotEntitled("This key's principal is not among the approvers.");
    }

    /// <summary>Why somebody has no say in a request at all, whatever they may do elsewhere; or null.</summary>
    public static ApiError? IsInvolved(StoredApproval approval, IReadOnlyList<string> owners, ApprovalPerson person)
    {
        if (Starter(approval.RequestedBy) == person.Name) return ApiErrors.NotEntitled("Who started what is asked about has no say in it.");
        if (approval.PublishedBy is { } publishers && publishers.Any(publisher => Starter(publisher) == person.Name)) return ApiErrors.NotEntitled("Who is behind the run (started one that it follows from, published an event that started or told it, cancelled or rewound it, issued the agent's key) has no say in what it asks about.");
        return approval.Owners.Concat(owners).Any(owner => Owns(owner, person)) ? ApiErrors.NotEntitled("Who answers for the agent, or for one that it acts for, as owner or sponsor, has no say in it.") : null;
    }

    private static bool Names(string approver, ApprovalPerson person) =>
        approver == person.Name || person.Groups.Any(group => string.Equals(approver, "groups/" + group, StringComparison.Ordinal));

    /// <summary>Owners are written by people, with or without a kind before them. Rather one too many is kept out than one too few.</summary>
    private static bool Owns(string owner, ApprovalPerson person)
    {
        var text = owner.Trim();
        return Is(person.Id) || Is(person.Name) || Is(person.By) || person.Groups.Any(group => Is(group) || Is("groups/" + group));

        bool Is(string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>operator/ops</c> as the name of a person; a word without a kind is taken for a principal.</summary>
    private static string Starter(string requestedBy)
    {
        var slash = requestedBy.IndexOf('/', StringComparison.Ordinal);
        var (kind, id) = slash < 0 ? ("", requestedBy) : (requestedBy[..slash], requestedBy[(slash + 1)..]);
        return kind switch
        {
            "platform" => ApprovalPerson.NameOf(PrincipalKind.Platform, id),
            // A hub is nobody: a principal of the same name did not send what came through it.
            HubIntake.ByKind => requestedBy,
            "agent" or "agents" => ApprovalPerson.NameOf(PrincipalKind.Agent, id),
            _ => ApprovalPerson.NameOf(PrincipalKind.App, id),
        };
    }
}
