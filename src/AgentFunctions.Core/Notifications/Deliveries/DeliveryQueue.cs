using System.Security.Cryptography;
using AgentFunctions.Core.Notifications.Sending;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>
/// Sends what is due for one notification, oldest first. A delivery is claimed before it is sent, so that a second process that is at work too leaves it alone; a claim ends by itself, so that the work of a
/// killed process is taken over. While a receiver is out of reach later events wait for the first one, which keeps their order; a message the receiver refuses is passed by.
/// </summary>
internal sealed class DeliveryQueue(DeliveryStore deliveries, NotificationSender sender, TimeProvider time, ILogger<DeliveryQueue> logger)
{
    /// <summary>Longer than any attempt.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(1);

    /// <summary>A receiver that was out of reach is asked again this soon when something new has come up since, however long the schedule would wait.</summary>
    public static readonly TimeSpan ProbeAfter = TimeSpan.FromMinutes(2);

    private const int PageSize = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    /// <param name="tenantId">Owner.</param>
    /// <param name="hash">The notification, as in document ids.</param>
    /// <param name="notification">As declared now; null when it was deleted.</param>
    /// <param name="cancellationToken">Ends an attempt under way; it is then recorded as interrupted.</param>
    public async ValueTask RunAsync(string tenantId, string hash, Notification? notification, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var (queueId, entry) in await deliveries.ReadQueueAsync(tenantId, hash, PageSize, cancellationToken))
        {
            // Others get their turn; the rest follows in the next one.
            if (time.GetElapsedTime(started) > Turn) return;
            if (await deliveries.ReadAsync(tenantId, hash, entry.EventId, cancellationToken) is not var (delivery, etag) || !delivery.IsOpen)
            {
                await deliveries.DropEntryAsync(tenantId, queueId, cancellationToken);
                continue;
            }

            if (notification is null)
            {
                await EndAsync(tenantId, hash, delivery with { Status = DeliveryStatus.Dead, LastError = SendErrors.NotificationDeleted, NextAttemptAt = null, ClaimedUntil = null }, etag, cancellationToken);
                continue;
            }

            // Declared anew or changed since: what it does not ask for now is not sent to where it points now.
            if (!NotificationFilter.Accepts(notification.Spec, delivery.Event))
            {
                await EndAsync(tenantId, hash, delivery with { Status = DeliveryStatus.Dead, LastError = SendErrors.NotWanted, NextAttemptAt = null, ClaimedUntil = null }, etag, cancellationToken);
                continue;
            }

            if (!await IsDueAsync(tenantId, hash, delivery, cancellationToken))
            {
                if (delivery.Passable && !(delivery.ClaimedUntil > time.GetUtcNow())) continue;
                return;
            }

            if (!await AttemptAsync(tenantId, hash, notification, delivery, etag, cancellationToken)) return;
        }
    }

    private async ValueTask<bool> IsDueAsync(string tenantId, string hash, Delivery delivery, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (delivery.ClaimedUntil > now) return false;
        if (delivery.NextAttemptAt is not { } next || next <= now) return true;
        return !delivery.Passable && delivery.LastAttemptAt is { } last && now >= last + ProbeAfter && !(delivery.NotBefore > now)
            && await deliveries.NewestAsync(tenantId, hash, cancellationToken) > last;
    }

    /// <summary>One attempt; false when later events have to wait.</summary>
    private async ValueTask<bool> AttemptAsync(string tenantId, string hash, Notification notification, Delivery delivery, string etag, CancellationToken cancellationToken)
    {
        // The claim also keeps the queue's take-over time when nothing comes back from this attempt.
        var now = time.GetUtcNow();
        var claimed = delivery with { Attempts = delivery.Attempts + 1, LastAttemptAt = now, NextAttemptAt = now, ClaimedUntil = now + Claim };
        if (await deliveries.UpdateAsync(tenantId, hash, claimed, etag, cancellationToken) is not { } claim) return false;
        SendResult result;
        try
        {
            result = await sender.SendAsync(new NotificationMessage(tenantId, notification, claimed.Event), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await RecordAsync(tenantId, hash, claimed, claim, SendResult.Unavailable(SendErrors.Interrupted), CancellationToken.None);
            throw;
        }

        // What was sent is recorded even if the host is about to stop.
        return await RecordAsync(tenantId, hash, claimed, claim, result, CancellationToken.None) && result.Outcome != SendOutcome.Unavailable;
    }

    private async ValueTask<bool> RecordAsync(string tenantId, string hash, Delivery claimed, string claim, SendResult result, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var after = claimed with { LastStatus = result.Status, LastError = result.Error, ClaimedUntil = null, NextAttemptAt = null };
        if (result.IsDelivered) return await EndAsync(tenantId, hash, after with { Status = DeliveryStatus.Delivered, DeliveredAt = now }, claim, cancellationToken);
        NotificationLog.AttemptFailed(logger, tenantId, claimed.NotificationId, claimed.Event.Id, claimed.Attempts, result.Error, result.Status ?? 0);
        var next = result.Outcome == SendOutcome.Gone ? null : RetrySchedule.Next(claimed.Attempts, claimed.CreatedAt, now, result.RetryAfter, RandomNumberGenerator.GetInt32(0, 1001) / 1000d);
        if (next is null)
        {
            NotificationLog.GivenUp(logger, tenantId, claimed.NotificationId, claimed.Event.Id, claimed.Attempts, result.Error);
            return await EndAsync(tenantId, hash, after with { Status = DeliveryStatus.Dead }, claim, cancellationToken);
        }

        after = after with { Status = DeliveryStatus.Failed, NextAttemptAt = next, NotBefore = now + result.RetryAfter, Passable = result.Outcome == SendOutcome.Refused };
        return await deliveries.UpdateAsync(tenantId, hash, after, claim, cancellationToken) is not null;
    }

    private ValueTask<bool> EndAsync(string tenantId, string hash, Delivery delivery, string etag, CancellationToken cancellationToken) =>
        deliveries.FinishAsync(tenantId, hash, delivery, etag, cancellationToken);
}
