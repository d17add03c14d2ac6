using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Approvals;

/// <summary>Requests to people. Durable when a call returns; safe over several processes.</summary>
/// <exception cref="DocumentStoreUnavailableException">It cannot be said; treat it as not approved.</exception>
public interface IApprovals
{
    /// <summary>Asks, or finds what was asked under the same key. A key with another action is refused (409).</summary>
    ValueTask<Outcome<Approval>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>One request, expired where its time is over; null where there is none.</summary>
    ValueTask<Approval?> FindAsync(string tenantId, string approvalId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an approval for execution: once, and for exactly the action it was asked for. The same <paramref name="useKey"/> again is the same use. Refusals: 409 <c>approval_stale</c> (another action, withdrawn),
    /// <c>approval_used</c>, <c>approval_pending</c>, 403 <c>approval_denied</c>, 410 <c>approval_expired</c>, 404.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="approvalId">Which.</param>
    /// <param name="digest">Of what is about to be done, computed now.</param>
    /// <param name="useKey">The idempotency key of the execution.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    ValueTask<Outcome<Approval>> UseAsync(string tenantId, string approvalId, string digest, string useKey, CancellationToken cancellationToken);

    /// <summary>Takes back one request that is pending or not used yet, where nobody waits for it any more; nothing where there is none.</summary>
    ValueTask WithdrawOneAsync(string tenantId, string approvalId, string reason, CancellationToken cancellationToken);

    /// <summary>Takes back what is pending or not used yet for a run that is over.</summary>
    ValueTask WithdrawAsync(string tenantId, string runId, string reason, CancellationToken cancellationToken);
}
