using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Gateway.Tools.Approvals;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>
/// Has people agree where the tool needs it. The approval is taken right before the call goes on, for exactly what it was asked for: the agent, the tool, the limits and the request are compared again now. What has changed
/// around the same call is asked again; another call is refused.
/// </summary>
internal sealed class ToolApprovalStage(IEnumerable<IApprovals> services, ToolKeyBinding keys, TimeProvider time) : IToolCallStage
{
    /// <summary>Clocks of processes and of the store differ by less.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly IApprovals? _approvals = services.LastOrDefault();

    public ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        if (!context.Spec.NeedsApproval) return next(context, cancellationToken);
        return _approvals is null ? new(new ToolAnswer.Refused(ToolErrors.NoApprovals)) : CheckAsync(_approvals, context, next, cancellationToken);
    }

    private async ValueTask<ToolAnswer> CheckAsync(IApprovals approvals, ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        var action = ToolAction.Of(context);
        var answer = context.Call.ApprovalId is { } id ? await TakeAsync(approvals, context, action, id, cancellationToken) : await AskAsync(approvals, context, action, cancellationToken);
        return answer ?? await next(context, cancellationToken);
    }

    /// <summary>null: it may be sent.</summary>
    private async ValueTask<ToolAnswer?> TakeAsync(IApprovals approvals, ToolContext context, JsonElement action, string id, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(context.TenantId, id, cancellationToken) is not { } approval || approval.Request.Agent != context.Agent.Id)
            return new ToolAnswer.Refused(ApiErrors.NotFound("approvalId", "There is no such approval of this agent."));
        var isOfThisCall = approval.Request.Kind == ApprovalKind.Action && approval.Request.RunId == context.RunId && approval.Request.StepId == context.Call.StepId;
        var isSame = isOfThisCall && JsonElement.DeepEquals(approval.Request.Action, action);
        if (isOfThisCall && !isSame && approval.Status is ApprovalStatus.Pending or ApprovalStatus.Approved && ToolAction.IsSameCall(approval.Request.Action, action)) return await AskAsync(approvals, context, action, cancellationToken);

        if (isSame && await keys.BindAsync(context, cancellationToken) is { } mismatch) return new ToolAnswer.Refused(mismatch);

        // Of another action there is no digest that would do; the refusal says whether it is stale, used or expired.
        var used = await approvals.UseAsync(context.TenantId, id, isSame ? approval.Digest : "", context.Call.IdempotencyKey, cancellationToken);
        if (used.Error is not { } refused) return RefuseForgotten(context, used.Value!);
        return isSame && approval.Status == ApprovalStatus.Pending ? new ToolAnswer.NeedsApproval(approval) : new ToolAnswer.Refused(refused);
    }

    private async ValueTask<ToolAnswer?> AskAsync(IApprovals approvals, ToolContext context, JsonElement action, CancellationToken cancellationToken)
    {
        if (await keys.BindAsync(context, cancellationToken) is { } mismatch) return new ToolAnswer.Refused(mismatch);
        var asked = await approvals.RequestAsync(ToolQuestions.MayIt(context, action), cancellationToken);

        // A person who had the run rewound wants it asked again: what was refused before that is not what people say of it now.
        if (asked.Value is { Status: ApprovalStatus.Denied or ApprovalStatus.Expired or ApprovalStatus.Withdrawn } && context.Call.Rewinds > 0)
            asked = await approvals.RequestAsync(ToolQuestions.MayIt(context, action, context.Call.Rewinds), cancellationToken);
        if (asked.Value is not { } approval) return new ToolAnswer.Refused(asked.Error!);
        if (approval.Status is ApprovalStatus.Pending or ApprovalStatus.Approved) return new ToolAnswer.NeedsApproval(approval);

        // Asked before, and over: denied, expired, withdrawn, or used by this very call, which then goes on.
        var used = await approvals.UseAsync(context.TenantId, approval.Id, approval.Digest, context.Call.IdempotencyKey, cancellationToken);
        return used.Error is { } refused ? new ToolAnswer.Refused(refused) : RefuseForgotten(context, used.Value!);
    }

    /// <summary>
    /// The call that used an approval may come again, and finds what became of it. Once that is forgotten, coming again would be doing it again: an approval lives longer than the record of a call outside runs.
    /// </summary>
    private ToolAnswer.Refused? RefuseForgotten(ToolContext context, Approval used) =>
        context.Call.StepId is null && context.Record is null or { Attempt: 0 } && used.UsedAt is { } at && time.GetUtcNow() - at >= ToolCallKey.Life - Margin ? new ToolAnswer.Refused(ToolErrors.UsedBefore) : null;
}
