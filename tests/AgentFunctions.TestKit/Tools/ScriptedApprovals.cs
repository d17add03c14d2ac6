using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.TestKit.Tools;

/// <summary>Approvals in memory that a test decides. Keeps to the contract of <see cref="IApprovals"/>: one question a key, one use, for one digest.</summary>
public sealed class ScriptedApprovals : IApprovals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Approval> _approvals = [];
    private readonly Dictionary<string, string> _uses = [];

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<Approval> All
    {
        get
        {
            lock (_gate) return [.. _approvals.Values];
        }
    }

    /// <summary>The store behind it is out of reach.</summary>
    public bool Fails { get; set; }

    public void Approve(string id) => Vote(id, ApprovalStatus.Approved, ApprovalDecision.Approve, null);

    public void Deny(string id) => Vote(id, ApprovalStatus.Denied, ApprovalDecision.Deny, null);

    public void Happened(string id, string? value = null) => Vote(id, ApprovalStatus.Approved, ApprovalDecision.Happened, value);

    public void DidNotHappen(string id) => Vote(id, ApprovalStatus.Approved, ApprovalDecision.DidNotHappen, null);

    public void Expire(string id) => Change(id, approval => approval with { Status = ApprovalStatus.Expired });

    public ValueTask<Outcome<Approval>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            Check();
            var digest = Digest(request);
            if (_approvals.Values.FirstOrDefault(a => a.Request.TenantId == request.TenantId && a.Request.Key == request.Key) is { } known)
                return new(known.Digest == digest ? known : (Outcome<Approval>)new ApiError(409, "approval_stale", "The key was used for another action."));
            var now = TimeProvider.System.GetUtcNow();
            var asked = new Approval($"apr_{_approvals.Count + 1}", request, digest, ApprovalStatus.Pending, now, now + request.Rule.ExpiresAfter, []);
            _approvals.Add(asked.Id, asked);
            return new(asked);
        }
    }

    public ValueTask<Approval?> FindAsync(string tenantId, string approvalId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check();
            return new(_approvals.GetValueOrDefault(approvalId) is { } found && found.Request.TenantId == tenantId ? found : null);
        }
    }

    public ValueTask<Outcome<Approval>> UseAsync(string tenantId, string approvalId, string digest, string useKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check();
            if (_approvals.GetValueOrDefault(approvalId) is not { } found || found.Request.TenantId != tenantId) return new(new ApiError(404, ErrorCodes.NotFound, "No such approval."));
            if (found.Digest != digest) return new(new ApiError(409, "approval_stale", "It was asked for another action."));
            switch (found.Status)
            {
                case ApprovalStatus.Used when _uses[approvalId] == useKey:
                    return new(found);
                case ApprovalStatus.Approved:
                    _uses[approvalId] = useKey;
                    return new(_approvals[approvalId] = found with { Status = ApprovalStatus.Used });
                case ApprovalStatus.Used:
                    return new(new ApiError(409, "approval_used", "It was used."));
                case ApprovalStatus.Pending:
                    return new(new ApiError(409, "approval_pending", "Nobody decided yet."));
                case ApprovalStatus.Denied:
                    return new(new ApiError(403, "approval_denied", "It was denied."));
                case ApprovalStatus.Expired:
                    return new(new ApiError(410, "approval_expired", "It expired."));
                default:
                    return new(new ApiError(409, "approval_stale", "It was withdrawn."));
            }
        }
    }

    public ValueTask WithdrawOneAsync(string tenantId, string approvalId, string reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WithdrawAsync(string tenantId, string runId, string reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void Vote(string id, ApprovalStatus status, ApprovalDecision decision, string? value) => Change(id, approval => approval with
    {
        Status = status,
        Votes = [.. approval.Votes, new ApprovalVote("approver/ann", decision, null, TimeProvider.System.GetUtcNow(), value is null ? null : JsonDocument.Parse(value).RootElement, false)],
    });

    private void Change(string id, Func<Approval, Approval> change)
    {
        lock (_gate) _approvals[id] = change(_approvals[id]);
    }

    private void Check()
    {
        if (Fails) throw new DocumentStoreUnavailableException("The test made the approvals fail.");
    }

    private static string Digest(ApprovalRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.TenantId}\n{request.Kind}\n{request.Agent}\n{request.RunId}\n{request.StepId}\n{request.Action.GetRawText()}")));
}
