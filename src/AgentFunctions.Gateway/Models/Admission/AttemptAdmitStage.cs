using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>
/// Admits one attempt of an admitted call: what earlier attempts produced is charged first, with the hold kept whole for this one; the provider's own limits are reserved; a target that went beyond its bound before is
/// passed over. Nothing of it is written where there is nothing to write.
/// </summary>
internal sealed class AttemptAdmitStage(ILedger ledger, CallBound bounds, AttemptCharges charges, RefusedTargets targets, LimitNotes notes, ILogger<AttemptAdmitStage> logger) : IModelCallStage
{
    public async ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var attempt = call.CurrentAttempt!;
        if (call.Reservation is { } reservation)
        {
            try
            {
                if (await RefusalAsync(call, attempt, reservation, cancellationToken) is { } refusal) return AttemptStage.Refuse(attempt, AttemptOutcome.NotAdmitted, refusal);
            }
            catch (DocumentStoreUnavailableException exception)
            {
                AdmissionLog.NotReserved(logger, exception, call.CallId);
                return AttemptStage.Refuse(attempt, AttemptOutcome.NotAdmitted, ApiErrors.LedgerUnavailable);
            }
        }

        attempt.IsAdmitted = true;
        return await next(call, cancellationToken);
    }

    private async ValueTask<ApiError?> RefusalAsync(ModelCall call, ModelAttempt attempt, Reservation reservation, CancellationToken cancellationToken)
    {
        if (await targets.IsRefusedAsync(reservation.Subject.TenantId, attempt.Target.Provider, attempt.Deployment, cancellationToken)) return LimitErrors.RefusedTarget(attempt.Target.Provider, attempt.Deployment);
        if (attempt.Number > 1 && await RenewAsync(call, reservation, cancellationToken) is { } spent) return spent;
        var limits = call.Caller.ControlPlane.ResolveProviderLimits(attempt.Target.Provider, LimitPath.Of(reservation.Subject));
        if (limits.Count == 0) return null;
        if (CallBound.HasMoney(limits) && CallBound.Price(call, attempt.Target, attempt.Deployment) is null) return LimitErrors.Unpriced(call.Model);
        if (await ledger.ExtendAsync(reservation, attempt.Target.Provider, limits, bounds.Of(call, attempt), cancellationToken) is not { } refusal)
        {
            notes.WouldRefuse(reservation.Subject, reservation.ShadowRefusals);
            return null;
        }

        notes.Refused(reservation.Subject, refusal);
        call.RefusedBy = refusal.State;
        return LimitErrors.Of(refusal);
    }

    private async ValueTask<ApiError?> RenewAsync(ModelCall call, Reservation reservation, CancellationToken cancellationToken)
    {
        var produced = charges.Of(call);
        if (!produced.Any(static usage => usage.Tokens != default)) return null;
        if (await ledger.RenewAsync(reservation, produced, cancellationToken) is { } refusal)
        {
            notes.Refused(reservation.Subject, refusal);
            call.RefusedBy = refusal.State;
            call.MayNotRetry = true;
            return LimitErrors.Of(refusal);
        }

        call.ChargedAttempts = produced[^1].Attempt;
        return null;
    }
}
