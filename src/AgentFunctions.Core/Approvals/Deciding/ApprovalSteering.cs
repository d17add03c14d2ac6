using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Changes of who may decide a pending request, and until when; with <c>approvals:assign</c>, never by who started it or answers for its agent. Each is recorded in the request.</summary>
/// <exception cref="DocumentStoreUnavailableException">It may have been written; send it again.</exception>
public sealed class ApprovalSteering
{
    private readonly ApprovalTransitions _transitions;
    private readonly ApprovalPeople _people;
    private readonly ApprovalTeller _teller;

    internal ApprovalSteering(ApprovalTransitions transitions, ApprovalPeople people, ApprovalTeller teller) => (_transitions, _people, _teller) = (transitions, people, teller);

    /// <summary>Replaces the approvers. Whoever does it cannot be among them. The same again changes nothing.</summary>
    public ValueTask<Outcome<Approval>> ReassignAsync(Caller caller, string approvalId, IReadOnlyList<string> approvers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approvers);
        return RunAsync(
            caller,
            approvalId,
            async (current, person, owners, now, ct) =>
            {
                if (approvers.Count == 0) return ApiErrors.InvalidRequest("approvers", "approvers must name somebody.");
                if (ApprovalRequestCheck.Refusal(approvers, current.Count) is { } wrong) return wrong;
                if (approvers.Contains(person.Name) || person.Groups.Any(group => approvers.Contains("groups/" + group))) return ApiErrors.NotEntitled("Who reassigns cannot be among the approvers, by name or by a group.");
                if (await RefuseAsync(caller.Principal.TenantId, current, owners, approvers, ct) is { } refusal) return refusal;
                if (approvers.SequenceEqual(current.Approvers, StringComparer.Ordinal)) return ApprovalStep.Nothing;
                return Changed(current, caller, person, ApprovalChange.Reassigned, now, string.Join(", ", current.Approvers), string.Join(", ", approvers)) with
                {
                    Approvers = [.. approvers],

                    // The new ones have to hear of it.
                    Notices = [.. current.Notices, new StoredNotice(EventTypes.ApprovalRequested, now)],
                };
            },
            cancellationToken);
    }

    /// <summary>Moves the end of a pending request to later. The same again changes nothing.</summary>
    public ValueTask<Outcome<Approval>> ExtendAsync(Caller caller, string approvalId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => RunAsync(
        caller,
        approvalId,
        (current, person, _, now, _) =>
        {
            var end = expiresAt.ToUnixTimeMilliseconds();
            if (end == current.ExpiresAt) return new(ApprovalStep.Nothing);
            if (end < current.ExpiresAt) return new(ApiErrors.InvalidRequest("expiresAt", "expiresAt must be later than it is; deny it to end it sooner."));
            if (end - now > (long)ApprovalLimits.MaxLife.TotalMilliseconds) return new(ApiErrors.InvalidRequest("expiresAt", "expiresAt must be within 365 days from now."));
            var extended = Changed(current, caller, person, ApprovalChange.Extended, now, Text(current.ExpiresAt), Text(end)) with { ExpiresAt = end };
            return new(extended.RemindAt is null ? extended with { RemindAt = now + ((end - now) / 2) } : extended);
        },
        cancellationToken);

    private async ValueTask<Outcome<Approval>> RunAsync(
        Caller caller, string approvalId, Func<StoredApproval, ApprovalPerson, IReadOnlyList<string>, long, CancellationToken, ValueTask<ApprovalStep>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var tenantId = caller.Principal.TenantId;
        var person = await ApprovalPeople.OfAsync(caller, cancellationToken);
        var outcome = await _transitions.RunAsync(
            tenantId,
            approvalId,
            async (current, now, ct) =>
            {
                if (!person.Access.Covers(AccessScopes.ApprovalsAssign, current.Team)) return ApprovalViewer.Of(caller).Sees(current) ? ApiErrors.NotEntitled("This key lacks approvals:assign for the team of this approval.") : ApprovalErrors.NotFound;
                var owners = await _people.OwnersAsync(tenantId, current, ct);
                if (ApprovalRights.IsInvolved(current, owners, person) is { } refused) return refused;
                return current.IsPending ? await change(current, person, owners, now, ct) : current.State == ApprovalStatus.Expired ? ApprovalErrors.Expired : ApprovalErrors.Decided;
            },
            cancellationToken);
        return outcome.Value is { } changed ? (await _teller.TellAsync(tenantId, changed, cancellationToken)).ToApproval(tenantId) : outcome.Error!;
    }

    /// <summary>A principal that is not there, or has no say in this, cannot be made an approver; nor a group that nobody is in.</summary>
    private async ValueTask<ApiError?> RefuseAsync(string tenantId, StoredApproval current, IReadOnlyList<string> owners, IReadOnlyList<string> approvers, CancellationToken cancellationToken)
    {
        const string Principals = "principals/";
        const string Groups = "groups/";
        foreach (var approver in approvers.Where(static a => a.StartsWith(Principals, StringComparison.Ordinal)))
        {
            if (await _people.FindAsync(tenantId, approver[Principals.Length..], cancellationToken) is not { } person) return ApiErrors.InvalidRequest("approvers", "approvers names a principal that does not exist.");
            if (ApprovalRights.IsInvolved(current, owners, person) is not null) return ApiErrors.InvalidRequest("approvers", "approvers names somebody who started it or answers for its agent, and so may not decide.");
        }

        foreach (var approver in approvers.Where(static a => a.StartsWith(Groups, StringComparison.Ordinal)))
            if (!await _people.IsGroupAsync(tenantId, approver[Groups.Length..], cancellationToken)) return ApiErrors.InvalidRequest("approvers", "approvers names a group that no principal is in; groups are told apart by the case of letters.");

        return null;
    }

    private static StoredApproval Changed(StoredApproval current, Caller caller, ApprovalPerson person, string what, long now, string from, string to)
    {
        // The latest are kept: who is an operator could otherwise fill the document.
        const int Most = 64;
        return current with { Changes = [.. current.Changes.TakeLast(Most - 1), new StoredApprovalChange(what, person.By, caller.KeyId, now, from, to)] };
    }

    private static string Text(long milliseconds) => StoredApprovalReading.Time(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
