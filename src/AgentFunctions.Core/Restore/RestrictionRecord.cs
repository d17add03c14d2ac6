using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Restore;

/// <summary>
/// A record of something that was taken away: written in the same batch as the change itself, so that restoring an older backup does not give it back. It is a document <c>r:{id}</c> of container
/// <c>resources</c>, in the partition of what it speaks of, and a line of <c>restrictions.jsonl</c> beside the embedded database:
/// <code>
/// {"format":1,"kind":"restriction","id":"0193a1b2c3d4:5f0e12ab","what":"key-rotated","targetKind":"keys","targetId":"k-1","tenant":"default","at":"2026-11-25T12:00:00+00:00","sequence":42,
///  "retired":[{"hash":"base64 of SHA-256","until":"2026-11-25T13:00:00+00:00"}]}
/// </code>
/// A restore copies the records whose sequence the backup had not reached, and applies them in order (see <see cref="RestrictionReplay"/>); those before were in force when it was taken.
/// </summary>
public sealed record RestrictionRecord
{
    /// <summary>Begins the id of every such document.</summary>
    public const string DocumentPrefix = "r:";

    public const string KindName = "restriction";

    /// <summary>How long the documents are kept; older backups are restored with what the journal has.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>The key takes no secret any more.</summary>
    public const string KeyRevoked = "key-revoked";

    /// <summary>The key's resource was deleted; where a backup brings it back it is revoked.</summary>
    public const string KeyDeleted = "key-deleted";

    /// <summary>Secrets of the key were replaced; <see cref="Retired"/> says which, and until when each still works.</summary>
    public const string KeyRotated = "key-rotated";

    /// <summary>A stored secret got another value, or was deleted. A restore leaves it without a value: the old one may have been replaced for a reason.</summary>
    public const string SecretReplaced = "secret-replaced";

    /// <summary>The state of the target was set; <see cref="State"/> says to what. Written for every change of state, back to active too.</summary>
    public const string StateSet = "state";

    public int Format { get; init; } = 1;

    public string Kind { get; init; } = KindName;

    /// <summary>From <see cref="NewId"/>, so that ids follow time.</summary>
    public required string Id { get; init; }

    /// <summary>One of the constants; others are kept and not applied.</summary>
    public required string What { get; init; }

    /// <summary>Kind of the resource, <c>keys</c>.</summary>
    public required string TargetKind { get; init; }

    /// <summary>Id of the resource.</summary>
    public required string TargetId { get; init; }

    /// <summary>The partition that holds both the target and this record: the tenant, or <c>_system</c>.</summary>
    public required string Tenant { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Of the change it was written with: tells what is newer than a backup, and the order. A clock could be wrong.</summary>
    public required long Sequence { get; init; }

    /// <summary>With <see cref="KeyRotated"/>.</summary>
    public IReadOnlyList<RetiredHash>? Retired { get; init; }

    /// <summary>With <see cref="StateSet"/>: what the <c>state</c> of the stored resource becomes; null removes it.</summary>
    public JsonElement? State { get; init; }

    /// <summary>Id of the document that holds it.</summary>
    public static string DocumentId(string id) => DocumentPrefix + id;

    /// <summary>A new id: <c>{unix ms:x12}:{8 random hex}</c>.</summary>
    public static string NewId(DateTimeOffset at) => $"{IdsFrom(at)}:{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>Ordinally below every id of that time or later, above all earlier ones.</summary>
    public static string IdsFrom(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>A record of a change about to be written.</summary>
    public static RestrictionRecord For(string what, string tenantId, string kind, string id, long sequence, DateTimeOffset at) =>
        new() { Id = NewId(at), What = what, TargetKind = kind, TargetId = id, Tenant = tenantId, Sequence = sequence, At = at };

    /// <summary>For the batch of the change.</summary>
    public BatchOperation ToOperation() => new BatchOperation.Upsert(new DocumentWrite(DocumentId(Id), ToUtf8(), Life));

    /// <summary>The body of the document.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, RestoreJson.Default.RestrictionRecord);

    /// <summary>Null for anything that is not such a record.</summary>
    public static RestrictionRecord? TryParse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RestoreJson.Default.RestrictionRecord) is { Kind: KindName } record ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
