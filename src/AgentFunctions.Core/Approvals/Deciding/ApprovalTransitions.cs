using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>
/// Changes of requests: each is written on condition that the request is as it was read, so of decisions, uses, withdrawals and the end of its time at the same moment, in however many processes, one is first and the others
/// see it. This is also the one place where the clock decides: nothing happens to a pending request whose time is over but that it expires.
/// </summary>
internal sealed class ApprovalTransitions(ApprovalStore store, TimeProvider time)
{
    /// <summary>Each further try means that somebody else got on.</summary>
    private const int Attempts = 100;

    /// <summary>Changes one request.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="decide">Gets the request and the time; may run several times.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The request after it, whether or not this call wrote it; or why not.</returns>
    public async ValueTask<Outcome<StoredApproval>> RunAsync(
        string tenantId, string id, Func<StoredApproval, long, CancellationToken, ValueTask<ApprovalStep>> decide, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await store.FindAsync(tenantId, id, cancellationToken) is not var (current, etag)) return ApprovalErrors.NotFound;
            if (!IsOver(current))
            {
                var step = await decide(current, Now, cancellationToken);
                if (step.Error is { } error) return error;
                if (step.Next is not { } next) return current;

                // Looking up rights takes time; what counts is the moment of the write.
                if (!IsOver(current))
                {
                    if (await store.TryReplaceAsync(tenantId, current, etag, next, cancellationToken)) return next;
                    continue;
                }
            }

            var expired = Expire(current, Now);
            if (!await store.TryReplaceAsync(tenantId, current, etag, expired, cancellationToken)) continue;
            var after = await decide(expired, Now, cancellationToken);
            if (after.Error is { } refusal) return refusal;
            if (after.Next is null) return expired;
        }

        return ApprovalErrors.Unsettled;
    }

    /// <summary>The request as it is now, expired where its time is over; null where there is none.</summary>
    public async ValueTask<StoredApproval?> FindAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(tenantId, id, cancellationToken) is not var (current, _)) return null;
        if (!IsOver(current)) return current;
        return (await RunAsync(tenantId, id, static (_, _, _) => new(ApprovalStep.Nothing), cancellationToken)).Value;
    }

    /// <summary>How a pending request whose time is over looks, before that was written.</summary>
    public StoredApproval Seen(StoredApproval stored) => IsOver(stored) ? Expire(stored, Now) : stored;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsOver(StoredApproval stored) => stored.IsPending && Now >= stored.ExpiresAt;

    private static StoredApproval Expire(StoredApproval stored, long now) => stored with
    {
        Status = ApprovalNames.Of(ApprovalStatus.Expired),
        DecidedAt = now,
        RemindAt = null,
        Signalled = stored.SignalInstance is null,
        Notices = [.. stored.Notices, new StoredNotice(EventTypes.ApprovalExpired, now)],
    };
}
