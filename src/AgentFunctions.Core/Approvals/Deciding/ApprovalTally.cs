using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>
/// Counts votes. A decision stands when as many different people as the rule says have said the same and may still say it: whoever lost the right, or whose key was revoked, before the last vote came does not count. One
/// denial denies, also of somebody who had approved.
/// </summary>
internal sealed class ApprovalTally(ApprovalPeople people)
{
    private const string Deny = "deny";

    /// <summary>The request with one more vote of somebody who may vote.</summary>
    public async ValueTask<ApprovalStep> AddAsync(string tenantId, StoredApproval current, IReadOnlyList<string> owners, StoredVote vote, string? requestId, CancellationToken cancellationToken)
    {
        var before = current.Votes.LastOrDefault(v => v.Person == vote.Person);
        var isRepeat = before is not null && before.Says(vote) && before.IsBreakGlass == vote.IsBreakGlass;
        if (!current.IsPending) return isRepeat ? ApprovalStep.Nothing : Closed(current);

        // Said again with another key, after the first was revoked, it is a new vote: the old one counts no more.
        var adds = !isRepeat || await CountsAsync(tenantId, current, owners, before!, cancellationToken) is false;
        var kept = current.Votes.Count < ApprovalLimits.MaxVotes ? current.Votes : [.. current.Votes.Where(v => v.Person != vote.Person)];
        if (adds && kept.Count >= ApprovalLimits.MaxVotes && vote.Decision != Deny) return ApprovalErrors.TooManyVotes;
        IReadOnlyList<StoredVote> votes = adds ? [.. kept, vote] : current.Votes;
        var next = current with { Votes = votes };
        if (!await IsReachedAsync(tenantId, current, owners, votes, vote, cancellationToken)) return adds ? next : ApprovalStep.Nothing;
        return next with
        {
            // The vote that decides stands last: its value is the answer.
            Votes = adds ? votes : [.. votes.Where(v => !ReferenceEquals(v, before)), before!],
            Status = ApprovalNames.Of(vote.Decision == Deny ? ApprovalStatus.Denied : ApprovalStatus.Approved),
            DecidedAt = vote.At,
            RemindAt = null,
            Signalled = current.SignalInstance is null,
            Notices = [.. current.Notices, new StoredNotice(vote.IsBreakGlass ? EventTypes.ApprovalBreakGlass : EventTypes.ApprovalDecided, vote.At, requestId)],
        };
    }

    private async ValueTask<bool> IsReachedAsync(string tenantId, StoredApproval current, IReadOnlyList<string> owners, IReadOnlyList<StoredVote> votes, StoredVote vote, CancellationToken cancellationToken)
    {
        if (vote.IsBreakGlass || vote.Decision == Deny) return true;
        var count = 1;
        foreach (var other in votes.GroupBy(static v => v.Person, StringComparer.Ordinal).Select(static own => own.Last()))
        {
            if (count >= current.Count) return true;
            if (other.Person != vote.Person && other.Says(vote) && await CountsAsync(tenantId, current, owners, other, cancellationToken)) count++;
        }

        return count >= current.Count;
    }

    private async ValueTask<bool> CountsAsync(string tenantId, StoredApproval current, IReadOnlyList<string> owners, StoredVote vote, CancellationToken cancellationToken) =>
        await people.FindAsync(tenantId, vote.Person, vote.KeyId, cancellationToken) is { } person && ApprovalRights.Refusal(current, owners, person, vote.IsBreakGlass) is null;

    private static Errors.ApiError Closed(StoredApproval current) => current.State switch
    {
        ApprovalStatus.Expired => ApprovalErrors.Expired,
        ApprovalStatus.Withdrawn => ApprovalErrors.Withdrawn,
        ApprovalStatus.Used => ApprovalErrors.Used,
        _ => ApprovalErrors.Decided,
    };
}
