using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// Raises <c>key.expiring</c> 14, 7 and 1 days before a key ends and <c>key.expired</c> after, each once: the event's id follows from key, end and stage, and a mark in the same batch as the outbox entry
/// says that it was raised. A key whose end is moved is a new matter.
/// </summary>
internal sealed class KeyExpiryJob(IExpiringKeys keys, IDocumentStore store, TimeProvider time) : IScheduledJob
{
    private static readonly int[] Stages = [1, 7, 14];
    private static readonly TimeSpan ToldLate = TimeSpan.FromDays(7);

    // Longer than the longest stage, and than the time in which an end is still told.
    private static readonly TimeSpan MarkLife = TimeSpan.FromDays(30);
    private static readonly byte[] Empty = "{}"u8.ToArray();

    public string Name => "key-expiry";

    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var key in keys.ListAsync(now - ToldLate, now + TimeSpan.FromDays(Stages[^1]), cancellationToken))
        {
            if (ToEvent(key, now) is not { } value) continue;

            // A conflict is the mark: raised before. The outbox entry itself may be long gone.
            await store.ExecuteBatchAsync(
                NotificationOutbox.Partition(key.TenantId),
                [new BatchOperation.Create(new DocumentWrite($"o.raised:{value.Id}", Empty, MarkLife)), NotificationOutbox.ToOperation(value)],
                cancellationToken);
        }
    }

    /// <summary>The event that is due for a key now: only that of the nearest stage.</summary>
    internal static NotificationEvent? ToEvent(ExpiringKey key, DateTimeOffset now)
    {
        var left = key.ExpiresAt - now;
        if (left <= -ToldLate) return null;
        if (left <= TimeSpan.Zero)
        {
            return Create(
                EventTypes.KeyExpired, NotificationSeverity.Critical, key, key.ExpiresAt, "expired",
                $"Key {key.KeyId} expired on {Date(key.ExpiresAt)}; calls with it are refused. Issue another with POST /api/keys.");
        }

        foreach (var days in Stages)
        {
            if (left > TimeSpan.FromDays(days)) continue;
            return Create(
                EventTypes.KeyExpiring, days == 1 ? NotificationSeverity.Critical : NotificationSeverity.Warning, key, key.ExpiresAt - TimeSpan.FromDays(days), days.ToString(CultureInfo.InvariantCulture),
                $"Key {key.KeyId} expires on {Date(key.ExpiresAt)}, in less than {days} {(days == 1 ? "day" : "days")}.");
        }

        return null;
    }

    private static NotificationEvent Create(string type, NotificationSeverity severity, ExpiringKey key, DateTimeOffset at, string stage, string summary)
    {
        var end = key.ExpiresAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return NotificationEvents.Create(type, severity, key.TenantId, key.Team, $"keys/{key.KeyId}", summary, at, ("key", key.KeyId), ("expiresAt", end)) with
        {
            Id = EventIds.Of(at, type, key.TenantId, key.KeyId, end, stage),
        };
    }

    private static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
