using AgentFunctions.Core.Budgets;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Tokens;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>Streamed answers whose output is held step by step.</summary>
internal sealed class OutputHolds(ILedger ledger, CallBound bounds, TokenCounter counter, LimitNotes notes, ILogger<OutputHolds> logger)
{
    /// <summary>The events as they are, or, where only part of the output is held, read ahead of the caller with more being held on the way.</summary>
    public ModelEventReader Follow(ModelCall call, ModelEventReader events)
    {
        if (call.HeldOutput is null || call.Reservation is null || call.CurrentAttempt is not { Stream: not null } attempt) return events;
        var meter = new OutputMeter(counter, TokenEncodings.Of(attempt.Target, attempt.Deployment));
        return new ReadAheadEventReader(events, new OutputHold(call, attempt, meter, bounds.Input(call), this));
    }

    /// <summary>Holds output up to <paramref name="to"/> tokens. null: it is held; else why not.</summary>
    public async ValueTask<ApiError?> GrowAsync(ModelCall call, ModelAttempt attempt, long input, long to)
    {
        var reservation = call.Reservation!;
        try
        {
            var more = CallBound.Growth(call, attempt, input, call.HeldOutput!.Value, to);
            if (await ledger.GrowAsync(reservation, attempt.Target.Provider, more, CancellationToken.None) is { } refusal)
            {
                notes.Refused(reservation.Subject, refusal);
                return LimitErrors.CutShort(refusal);
            }

            call.HeldOutput = to;
            notes.WouldRefuse(reservation.Subject, reservation.ShadowRefusals);
            return null;
        }
        catch (DocumentStoreUnavailableException exception)
        {
            AdmissionLog.NotGrown(logger, exception, call.CallId);
            return LimitErrors.Unconfirmed;
        }
    }
}
