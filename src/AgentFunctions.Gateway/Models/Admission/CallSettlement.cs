using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Core.Usage;
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
            if (result.Overrun != default) await RefuseAsync(reservation, Reported(call));
        }
        catch (DocumentStoreUnavailableException exception)
        {
            AdmissionLog.NotSettled(logger, exception, call.CallId);

            // Read now: the body of the call is gone by the time the store answers again. The targets are judged then whatever was charged: the charge may be there already, and only its answer or the refusal was lost.
            var reported = Reported(call);
            pending.Enqueue(reservation, attempts, () => RefuseAsync(reservation, reported));
        }
    }

    /// <summary>What providers themselves said of their attempts, where they were asked to keep to a bound. What was counted here is our figure: only a provider's own can convict it.</summary>
    private List<AttemptUsage> Reported(ModelCall call)
    {
        List<AttemptUsage> reported = [];
        if (call.OutputLimit is null && call.Operation != ModelOperation.Embeddings) return reported;
        foreach (var attempt in call.Attempts)
        {
            if (attempt.IsAdmitted && charges.Of(call, attempt) is { IsCounted: false, Deployment: not null } usage) reported.Add(usage);
        }

        return reported;
    }

    /// <summary>Refuses the targets that went beyond, each for its own attempt.</summary>
    private async ValueTask RefuseAsync(Reservation reservation, List<AttemptUsage> reported)
    {
        var (bound, subject) = (reservation.Bound, reservation.Subject);
        foreach (var usage in reported)
        {
            var beyond = new LedgerAmounts(Math.Max(0, usage.Cost.Total.Value - bound.NanoDollars), Math.Max(0, usage.Tokens.Total - bound.Tokens), 0, 0);
            if (beyond == default) continue;
            AdmissionLog.Overrun(logger, subject.CallId, usage.Provider, usage.Deployment!, beyond.Tokens, beyond.NanoDollars);
            await targets.RefuseAsync(subject.TenantId, usage.Provider, usage.Deployment!, subject.CallId, beyond, CancellationToken.None);
        }
    }
}
