using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>
/// Where deliveries are kept: one partition a tenant, so that a delivery, its place in the queue and its mark against repeats change in one batch. Three kinds of documents:
/// <c>d:{notification}:{event}</c> the delivery, <c>q:{notification}:{time}:{event}</c> its place while it is open, <c>k:{notification}:{key}</c> what was sent within the hour.
/// A notification stands there as the first 16 hex digits of its id's SHA-256, since ids can be as long as a document's whole id.
/// </summary>
internal static class DeliveryKeys
{
    public const string QueuePrefix = "q:";

    // No session has this id: those of callers begin with a letter or digit.
    private const string Second = "_notifications";

    public static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Sessions, tenantId, Second);

    public static string Hash(string notificationId) => Hex(notificationId, 8);

    public static string DeliveryPrefix(string hash) => $"d:{hash}:";

    public static string Delivery(string hash, string eventId) => $"d:{hash}:{eventId}";

    public static string QueueOf(string hash) => $"{QueuePrefix}{hash}:";

    /// <summary>Greater than every entry of the queue, less than the next one: entries go on with a hex digit.</summary>
    public static string QueueEnd(string hash) => $"{QueuePrefix}{hash}:g";

    public static string Queue(string hash, NotificationEvent value) => $"{QueuePrefix}{hash}:{EventIds.Time(value.OccurredAt)}:{value.Id}";

    public static string Mark(string hash, string dedupeKey) => $"k:{hash}:{Hex(dedupeKey, 16)}";

    /// <summary>The notification in an id of a queue.</summary>
    public static string HashIn(string queueId) => queueId.Split(':')[1];

    private static string Hex(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
