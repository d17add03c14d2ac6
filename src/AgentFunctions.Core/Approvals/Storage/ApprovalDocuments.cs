using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>
/// Where approvals lie: the partition (tenant, <c>_approvals</c>) of the container <c>runs</c>, one for a tenant, so that an approval and its index change in one batch (people decide; they do not fill a partition).
/// <c>a:{id}</c> the approval; <c>k:{hash of the key}</c> which one a key has; <c>l:{time}:{id}</c> all, newest first; <c>r:{hash of the run}:{id}</c> those of a run; <c>o:{time}:{id}</c> those that are pending or of
/// which something is left to be told.
/// </summary>
internal static class ApprovalDocuments
{
    public const string All = "l:";
    public const string Open = "o:";

    private const string Prefix = "apr_";
    private const int RandomBytes = 16;
    private const int IdLength = 4 + (2 * RandomBytes);
    private const long Latest = 0x7FFF_FFFF_FFFF;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    public static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Runs, tenantId, "_approvals");

    /// <summary>An id that nobody guesses.</summary>
    public static string NewId() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    public static bool IsId(string? id) => id is { Length: IdLength } && id.StartsWith(Prefix, StringComparison.Ordinal) && !id.AsSpan(Prefix.Length).ContainsAnyExcept(Hex);

    public static string ApprovalId(string id) => "a:" + id;

    public static string KeyId(string key) => "k:" + Hash(key);

    public static string OfRun(string runId) => $"r:{Hash(runId)}:";

    /// <summary>The place in the lists: <c>{time}:{id}</c>, time inverted so that ids go from new to old.</summary>
    public static string PlaceOf(StoredApproval stored) => string.Create(CultureInfo.InvariantCulture, $"{Latest - stored.CreatedAt:x12}:{stored.Id}");

    /// <summary>Whether text from outside has the form of a place.</summary>
    public static bool IsPlace(string text) => text.Length == 13 + IdLength && text[12] == ':' && !text.AsSpan(0, 12).ContainsAnyExcept(Hex) && IsId(text[13..]);

    /// <summary>The index documents of an approval, as they must be beside it.</summary>
    public static IEnumerable<BatchOperation> Index(StoredApproval stored, TimeSpan? life)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(ApprovalEntry.Of(stored), ApprovalJson.Default.ApprovalEntry);
        var place = PlaceOf(stored);
        yield return new BatchOperation.Upsert(new DocumentWrite(All + place, body, life));
        yield return new BatchOperation.Upsert(new DocumentWrite(KeyId(stored.Key), JsonSerializer.SerializeToUtf8Bytes(new ApprovalKeyEntry(stored.Id), ApprovalJson.Default.ApprovalKeyEntry), life));
        if (stored.RunId is { } run) yield return new BatchOperation.Upsert(new DocumentWrite(OfRun(run) + stored.Id, body, life));
        if (stored.IsPending || stored.Owes) yield return new BatchOperation.Upsert(new DocumentWrite(Open + place, body));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
