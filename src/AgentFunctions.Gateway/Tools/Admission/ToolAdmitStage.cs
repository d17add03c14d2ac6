using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Admission;

/// <summary>Admits a call: reserves one request, one place and the most bytes it can come to on every limit of its path, lets it run, and charges what passed. Nothing sent is nothing charged.</summary>
internal sealed class ToolAdmitStage(ILedger ledger, PendingSettlements pending, LimitNotes notes, TimeProvider time, ILogger<ToolAdmitStage> logger) : IToolCallStage
{
    /// <summary>How much longer than a call a hold lasts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        var subject = ToolSubject.Of(context, time.GetUtcNow());
        var limits = context.Caller.ControlPlane.ResolveLimits(LimitPath.Of(subject));
        var throttled = ToolThrottles.ScopesOf(context, subject.At);
        var result = await ledger.ReserveAsync(new ReserveRequest(subject, limits, BoundOf(context), context.Spec.Timeout + Grace) { Throttled = throttled }, cancellationToken);
        if (result.Refusal is { } refusal)
        {
            if (refusal.Reason == RefusalReason.Throttled) return new ToolAnswer.Refused(LimitErrors.Throttled(ThrottledThings.Name(subject.TenantId, refusal.State.Limit.Scope), refusal.RetryAfter!.Value));
            notes.Refused(subject, refusal);
            return new ToolAnswer.Refused(LimitErrors.Of(refusal)) { Limits = [refusal.State] };
        }

        context.Reservation = result.Reservation!;
        foreach (var shadow in context.Reservation.ShadowRefusals) ToolLog.WouldRefuse(logger, context.Call.CallId, shadow.Limit.QuotaId);
        notes.WouldRefuse(subject, context.Reservation.ShadowRefusals);
        try
        {
            return await next(context, cancellationToken) with { Limits = context.Reservation.Limits };
        }
        finally
        {
            await SettleAsync(context, context.Reservation);
        }
    }

    /// <summary>Each try sends the request; the answer is read once.</summary>
    private static LedgerAmounts BoundOf(ToolContext context) => new(0, 0, 1, context.Request is { } request ? ((long)request.Bytes * ToolExecuteStage.MaxTries) + context.Spec.MaxResponseBytes : 0);

    private async ValueTask SettleAsync(ToolContext context, Reservation reservation)
    {
        IReadOnlyList<AttemptUsage> attempts = context.IsSent
            ? [new AttemptUsage { Attempt = 1, Provider = ToolSubject.Provider, Outcome = OutcomeOf(context.Execution), Bytes = Math.Min(context.Bytes, reservation.Bound.Bytes) }]
            : [];
        try
        {
            await ledger.SettleAsync(reservation, attempts, CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            ToolLog.NotSettled(logger, exception, context.Call.CallId);
            pending.Enqueue(reservation, attempts);
        }
    }

    private static string OutcomeOf(ToolExecution? execution) => execution switch
    {
        { Kind: ToolExecutionKind.Answered, Result.IsError: false } => "succeeded",
        null => "caller_gone",
        { Error.Code: ErrorCodes.UpstreamTimeout } => "timed_out",
        _ => "failed",
    };
}
