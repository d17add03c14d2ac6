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
            if (result.Overrun != default && (call.OutputLimit is not null || call.Operation == ModelOperation.Embeddings)) await RefuseAsync(reservation.Subject, attempts[^1], result.Overrun);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            AdmissionLog.NotSettled(logger, exception, call.CallId);
            pending.Enqueue(reservation, attempts);
        }
    }

    /// <summary>What was counted here is our figure: only a provider's own can convict it.</summary>
    private async ValueTask RefuseAsync(UsageSubject subject, AttemptUsage last, LedgerAmounts beyond)
    {
        if (last.IsCounted || last.Deployment is not { } deployment) return;
        AdmissionLog.Overrun(logger, subject.CallId, last.Provider, deployment, beyond.Tokens, beyond.NanoDollars);
        await targets.RefuseAsync(subject.TenantId, last.Provider, deployment, subject.CallId, beyond, CancellationToken.None);
    }
}
