using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger;

/// <summary>Looks up what a call really holds after a write to its hold had no answer.</summary>
internal sealed class HoldRecall(IDocumentStore store)
{
    /// <summary>Brings the reservation in line with what is stored.</summary>
    public async ValueTask RunAsync(Reservation reservation)
    {
        if (!reservation.IsUncertain) return;
        var result = await store.ReadAsync(reservation.Partition, reservation.HoldId, CancellationToken.None);
        if (result.Document is { } document)
        {
            var stored = JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredHold)!;
            reservation.Restore(new ReservationMark(stored.Lines, stored.Attempt, stored.Provider, stored.Bound));
        }
        else if (await FindEstimateAsync(reservation) is { } estimate)
        {
            reservation.Attempt = estimate.Value.Attempt;
        }

        reservation.IsUncertain = false;
    }

    public async ValueTask<(StoredEstimate Value, string ETag)?> FindEstimateAsync(Reservation reservation)
    {
        var result = await store.ReadAsync(reservation.Partition, LedgerDocuments.EstimateId(reservation.Subject.CallId), CancellationToken.None);
        return result.Document is { } document ? (JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredEstimate)!, document.ETag) : null;
    }
}
