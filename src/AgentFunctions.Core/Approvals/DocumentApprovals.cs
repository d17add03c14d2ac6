using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Approvals;

/// <summary>Approvals on the store contract.</summary>
internal sealed class DocumentApprovals(ApprovalStore store, ApprovalTransitions transitions, ApprovalTeller teller, ApprovalCaps caps, IControlPlane controlPlane, TimeProvider time) : IApprovals
{
    private const int Attempts = 4;

    public async ValueTask<Outcome<Approval>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ApprovalRequestCheck.Refusal(request, out var digest, out var canonical) is { } refusal) return refusal;
        for (var i = 0; i < Attempts; i++)
        {
            if (await store.FindKeyAsync(request.TenantId, request.Key, cancellationToken) is { } id)
            {
                if (await transitions.FindAsync(request.TenantId, id, cancellationToken) is { } asked) return asked.Digest == digest ? await ToldAsync(request.TenantId, asked, cancellationToken) : ApprovalErrors.OtherRequest;

                // Its time to be kept ended between the two reads.
                continue;
            }

            if (await caps.RefusalAsync(request, cancellationToken) is { } full) return full;
            var created = ApprovalCreation.Of(request with { Owners = await OwnersAsync(request, cancellationToken) }, digest, canonical, time.GetUtcNow().ToUnixTimeMilliseconds());
            if (!await store.TryCreateAsync(request.TenantId, created, cancellationToken)) continue;
            caps.Added(request);
            return await ToldAsync(request.TenantId, created, cancellationToken);
        }

        return ApprovalErrors.Unsettled;
    }

    public async ValueTask<Approval?> FindAsync(string tenantId, string approvalId, CancellationToken cancellationToken) =>
        await transitions.FindAsync(tenantId, approvalId, cancellationToken) is { } found ? await ToldAsync(tenantId, found, cancellationToken) : null;

    public async ValueTask<Outcome<Approval>> UseAsync(string tenantId, string approvalId, string digest, string useKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(digest);
        ArgumentException.ThrowIfNullOrEmpty(useKey);
        var outcome = await transitions.RunAsync(tenantId, approvalId, (current, now, _) => new(Use(current, digest, useKey, now)), cancellationToken);
        return outcome.Value is { } used ? await ToldAsync(tenantId, used, cancellationToken) : outcome.Error!;
    }

    public async ValueTask WithdrawAsync(string tenantId, string runId, string reason, CancellationToken cancellationToken)
    {
        foreach (var approval in await store.OfRunAsync(tenantId, runId, cancellationToken)) await WithdrawOneAsync(tenantId, approval.Id, reason, cancellationToken);
    }

    public async ValueTask WithdrawOneAsync(string tenantId, string approvalId, string reason, CancellationToken cancellationToken)
    {
        var outcome = await transitions.RunAsync(tenantId, approvalId, (current, now, _) => new(Withdraw(current, reason, now)), cancellationToken);
        if (outcome.Value is { } withdrawn) await teller.TellAsync(tenantId, withdrawn, cancellationToken);
    }

    /// <summary>Who answers for the agent, and as it is asked for those that it acts for: however these change until it is decided.</summary>
    private async ValueTask<IReadOnlyList<string>> OwnersAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        List<string> others = [.. ApprovalAgents.Of(request.RequestedBy, request.PublishedBy).Where(agent => agent != request.Agent).Distinct(StringComparer.Ordinal)];
        if (others.Count == 0) return request.Owners;
        var view = await controlPlane.GetViewAsync(request.TenantId, cancellationToken) ?? throw new DocumentStoreUnavailableException("Who answers for the agents behind it could not be confirmed.");
        return [.. request.Owners.Union(await ApprovalAgents.OwnersAsync(view, others, cancellationToken), StringComparer.Ordinal)];
    }

    private static ApprovalStep Use(StoredApproval current, string digest, string useKey, long now)
    {
        if (!ApprovalAnswerCheck.IsDigest(current.Digest, digest)) return ApprovalErrors.OtherAction;
        return current.State switch
        {
            ApprovalStatus.Approved when now >= current.UsableUntil => ApprovalErrors.UseExpired,
            ApprovalStatus.Approved => current with { Status = ApprovalNames.Of(ApprovalStatus.Used), UseKey = useKey, UsedAt = now },
            ApprovalStatus.Used => current.UseKey == useKey ? ApprovalStep.Nothing : ApprovalErrors.Used,
            ApprovalStatus.Pending => ApprovalErrors.Pending,
            ApprovalStatus.Denied => ApprovalErrors.Denied,
            ApprovalStatus.Expired => ApprovalErrors.Expired,
            _ => ApprovalErrors.Withdrawn,
        };
    }

    internal static ApprovalStep Withdraw(StoredApproval current, string reason, long now)
    {
        // What was begun or refused stays so.
        if (current.State is not (ApprovalStatus.Pending or ApprovalStatus.Approved)) return ApprovalStep.Nothing;

        // An answer is had once it is given: there is nothing to be begun of it.
        if (current is { State: ApprovalStatus.Approved, Kind: "input" }) return ApprovalStep.Nothing;
        return current with
        {
            Status = ApprovalNames.Of(ApprovalStatus.Withdrawn),
            DecidedAt = current.DecidedAt ?? now,
            RemindAt = null,
            Reason = EventText.Line(reason),
            Signalled = current.IsPending ? current.SignalInstance is null : current.Signalled,
        };
    }

    private async ValueTask<Approval> ToldAsync(string tenantId, StoredApproval approval, CancellationToken cancellationToken) =>
        (await teller.TellAsync(tenantId, approval, cancellationToken)).ToApproval(tenantId);
}
