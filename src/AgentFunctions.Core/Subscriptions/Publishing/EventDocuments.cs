using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>
/// Where events lie: container <c>runs</c>, partition (tenant, <c>_events</c>). <c>e:{hash}</c> an event; <c>p:{due}:{hash}</c> a delivery that is to be made, in order of when it is due; <c>x:{time}{hash}</c> a dead letter,
/// newest first; <c>o:{time}:{hash}</c> an event that is owed to the hub of topics; <c>m:{hash}</c> that an event came; <c>s:{hash}</c> where a schedule stands.
/// </summary>
internal static class EventDocuments
{
    public const string Due = "p:";
    public const string Letters = "x:";
    public const string Schedules = "s:";
    public const string Owed = "o:";
    private const string Events = "_events";
    private const long Latest = 0x7FFF_FFFF_FFFF;

    public static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Runs, tenantId, Events);

    /// <summary>What makes an event the same: tenant (the partition), team, topic, source and id. A team cannot take another's ids.</summary>
    public static string HashOf(string? team, string topic, string source, string id) => Hash($"{team}\n{topic}\n{source}\n{id}");

    public static string HashOf(string subscription, string eventHash) => Hash($"{subscription}\n{eventHash}");

    public static string EventId(string hash) => "e:" + hash;

    public static string MarkId(string hash) => "m:" + hash;

    public static string OwedId(long at, string hash) => string.Create(CultureInfo.InvariantCulture, $"{Owed}{at:x12}:{hash}");

    /// <summary>Hash of the event that a document owes.</summary>
    public static string OwedHash(string documentId) => documentId[(documentId.LastIndexOf(':') + 1)..];

    public static string ScheduleId(string subscription) => Schedules + Hash(subscription);

    public static string DueId(long due, string hash) => string.Create(CultureInfo.InvariantCulture, $"{Due}{due:x12}:{hash}");

    /// <summary>When a delivery is due, in Unix milliseconds.</summary>
    public static long DueOf(string documentId) => long.Parse(documentId.AsSpan(Due.Length, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Id of a dead letter for callers.</summary>
    public static string LetterOf(long at, string hash) => string.Create(CultureInfo.InvariantCulture, $"{Latest - at:x12}{hash}");

    public static bool IsLetter(string id) => id.Length == 44 && id.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
