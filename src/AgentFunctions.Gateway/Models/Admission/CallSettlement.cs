using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Gateway.Models.Calls;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>Charges a call once, when it is over. What the store does not take now is charged later: the hold stays until then.</summary>
internal sealed class CallSettlement(ILedger ledger, AttemptCharges charges, PendingSettlements pending, RefusedTargets targets, ILogger<CallSettlement> logger)
{
    public async ValueTask SettleAsync(ModelCall call)
    {
        if (call.Reservation is not { } reservation || call.IsSettled) return;
        call.IsSettled = true;
        var attempts = charges.Of(call);
        try
        {
            var result = await ledger.SettleAsync(reservation, attempts, CancellationToken.None);
            if (result.Overrun != default) await RefuseAsync(reservation, Beyond(call, reservation));
        }
        catch (DocumentStoreUnavailableException exception)
        {
            AdmissionLog.NotSettled(logger, exception, call.CallId);

            // Found now: the body of the call is gone by the time the store answers again.
            var beyond = Beyond(call, reservation);
            pending.Enqueue(reservation, attempts, result => result.Overrun == default ? ValueTask.CompletedTask : RefuseAsync(reservation, beyond));
        }
    }

    private async ValueTask RefuseAsync(Reservation reservation, List<TargetOverrun> overruns)
    {
        var subject = reservation.Subject;
        foreach (var (provider, deployment, beyond) in overruns)
        {
            AdmissionLog.Overrun(logger, subject.CallId, provider, deployment, beyond.Tokens, beyond.NanoDollars);
            await targets.RefuseAsync(subject.TenantId, provider, deployment, subject.CallId, beyond, CancellationToken.None);
        }
    }

    /// <summary>The targets that went beyond, each for its own attempt. What was counted here is our figure: only a provider's own can convict it.</summary>
    private List<TargetOverrun> Beyond(ModelCall call, Reservation reservation)
    {
        List<TargetOverrun> overruns = [];
        if (call.OutputLimit is null && call.Operation != ModelOperation.Embeddings) return overruns;
        foreach (var attempt in call.Attempts)
        {
            if (!attempt.IsAdmitted || charges.Of(call, attempt) is not { IsCounted: false, Deployment: { } deployment } usage) continue;
            var bound = reservation.Bound;
            var beyond = new LedgerAmounts(Math.Max(0, usage.Cost.Total.Value - bound.NanoDollars), Math.Max(0, usage.Tokens.Total - bound.Tokens), 0, 0);
            if (beyond != default) overruns.Add(new TargetOverrun(usage.Provider, deployment, beyond));
        }

        return overruns;
    }
}
