using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Approvals;

/// <summary>
/// Makes the idempotency key of a call from outside that of this call before people are asked: with other arguments it is refused from then on, whatever people say and whatever comes of it. A step of a run has a key of ours, and needs
/// none.
/// </summary>
internal sealed class ToolKeyBinding(ToolCallStore calls, ToolCallsInFlight inFlight, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>null: it is this call's. Of two that come at the same time the first has it.</summary>
    public async ValueTask<ApiError?> BindAsync(ToolContext context, CancellationToken cancellationToken)
    {
        if (context.Call.StepId is not null || context.Record is not null || IsOfTheApproval(context)) return null;
        var now = time.GetUtcNow();
        var record = new ToolCallRecord(context.Digest, context.Tool.Id, context.Call.CallId, 0, now, now, null, inFlight.Owner)
        {
            IsNotSent = true, Subject = context.EndUser is { } person ? SubjectNames.Fold(person) : null, Team = context.Agent.Spec.Team,
        };
        if (await calls.BindAsync(context.Key, record, LifeOf(context), cancellationToken) is { } bound)
        {
            context.Record = bound;
            return null;
        }

        if (await calls.FindAsync(context.Key, cancellationToken) is not { } other) return ToolErrors.InProgress(Moment);
        if (other.Digest != context.Digest) return ToolErrors.Mismatch;
        if (other is not { IsNotSent: true, Attempt: 0 }) return ToolErrors.InProgress(Moment);
        context.Record = other;
        return null;
    }

    /// <summary>A call without a key of its own is the one that was approved: what it says is held against that.</summary>
    private static bool IsOfTheApproval(ToolContext context) =>
        context.Call.ApprovalId is { } id && context.Call.IdempotencyKey == IdempotencyKeys.OfCaller(context.Caller.Principal.TenantId, context.Agent.Id, IdempotencyKeys.OfApproval(id));

    /// <summary>As long as people have to decide and what they approved can be begun, and a month more.</summary>
    private static TimeSpan LifeOf(ToolContext context)
    {
        var asked = context.Spec.Approval.ToRule().ExpiresAfter;
        return asked + (asked > ApprovalLimits.MinUse ? asked : ApprovalLimits.MinUse) + ToolCallKey.OpenLife;
    }
}
