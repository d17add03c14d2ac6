using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Runs.Limits;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>
/// Admits a call: reserves the most it can come to on every limit of its path, lets it run, and charges what it came to. A whole answer is charged before it goes out, a streamed one before its end mark does, so that a
/// caller that has its answer finds the rest of the hold returned.
/// </summary>
internal sealed class AdmitStage(ILedger ledger, CallBound bounds, CallSettlement settlement, OutputHolds outputs, LimitNotes notes, RunBudgets budgets, TimeProvider time, ILogger<AdmitStage> logger) : IModelCallStage
{
    /// <summary>How much longer than a call a hold lasts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public async ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        if (await AdmitAsync(call, cancellationToken) is { } refusal) return new RefusedModelAnswer(refusal);
        var isHandedOn = false;
        try
        {
            var answer = await next(call, cancellationToken);
            if (answer is not StreamedModelAnswer streamed) return answer;
            isHandedOn = true;
            return streamed.WithEvents(events => new AdmittedEventReader(outputs.Follow(call, events), () => settlement.SettleAsync(call)));
        }
        finally
        {
            if (!isHandedOn) await settlement.SettleAsync(call);
        }
    }

    private async ValueTask<ApiError?> AdmitAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var subject = CallSubject.Of(call, time.GetUtcNow());
        var limits = call.Caller.ControlPlane.ResolveLimits(LimitPath.Of(subject));
        try
        {
            if (await budgets.FindAsync(subject.TenantId, subject.Run, cancellationToken) is { Count: > 0 } own) limits = [.. limits, .. own];
            if (!CallBound.RequirePrices(call, limits)) return LimitErrors.Unpriced(call.Model);
            CallBound.CapOutput(call, limits);
            CallBound.HoldFirst(call, limits);
            var lease = call.Timeouts.Total + Grace;
            var request = new ReserveRequest(subject, limits, bounds.Of(call, isExact: false), lease) { Throttled = ThrottledThings.ScopesOf(call, subject.At) };
            var result = await ledger.ReserveAsync(request, cancellationToken);
            if (result.Refusal is { } refused && IsInputMatter(refused) && bounds.Of(call, isExact: true) is var exact && exact.Of(refused.State.Limit.Unit) < refused.Wanted)
            {
                call.IsBoundExact = true;
                result = await ledger.ReserveAsync(request with { Bound = exact }, cancellationToken);
            }

            call.Reservation = result.Reservation;
            if (result.Refusal is not { } refusal)
            {
                foreach (var shadow in result.Reservation!.ShadowRefusals) AdmissionLog.WouldRefuse(logger, call.CallId, shadow.Limit.QuotaId);
                notes.WouldRefuse(subject, result.Reservation.ShadowRefusals);
                return null;
            }

            if (refusal.Reason == RefusalReason.Throttled) return LimitErrors.Throttled(ThrottledThings.Name(subject.TenantId, refusal.State.Limit.Scope), refusal.RetryAfter!.Value);
            notes.Refused(subject, refusal);
            call.RefusedBy = refusal.State;
            return LimitErrors.Of(refusal);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            AdmissionLog.NotReserved(logger, exception, call.CallId);
            return ApiErrors.LedgerUnavailable;
        }
    }

    /// <summary>Whether a smaller bound could help.</summary>
    private static bool IsInputMatter(LimitRefusal refusal) => refusal.State.Limit.Unit is LimitUnit.Usd or LimitUnit.Tokens;
}
