using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Restore;

/// <summary>Applies a restriction record to the stored resource it speaks of. Pure: bytes in, bytes out. Works on the JSON so that what it does not know stays as it is.</summary>
public static class RestrictionReplay
{
    /// <summary>Whether the record can be brought forward; if not, a person must act.</summary>
    public static bool IsReplayable(RestrictionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.What is RestrictionRecord.KeyRevoked or RestrictionRecord.KeyDeleted or RestrictionRecord.KeyRotated or RestrictionRecord.StateSet or RestrictionRecord.SecretReplaced;
    }

    /// <summary>Id of the document that holds the target.</summary>
    public static string TargetDocumentId(RestrictionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ResourceIds.ToDocumentId(record.TargetKind, record.TargetId);
    }

    /// <summary>The target's body with the restriction in force; null where nothing is to be changed: a tombstone, a key without secrets, a rotation whose secrets are gone already.</summary>
    /// <param name="record">What was taken away.</param>
    /// <param name="body">The stored resource as the backup had it.</param>
    /// <param name="now">When the backup is restored; decides whether an overlap is over.</param>
    public static byte[]? Apply(RestrictionRecord record, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        var reader = new Utf8JsonReader(body);
        if (JsonNode.Parse(ref reader) is not JsonObject resource || resource["deleted"] is JsonValue deleted && deleted.GetValueKind() == JsonValueKind.True)
            return null;
        var changed = record.What switch
        {
            RestrictionRecord.KeyRevoked or RestrictionRecord.KeyDeleted => Revoke(resource, record.At),
            RestrictionRecord.KeyRotated => Retire(resource, record.Retired ?? [], now),
            RestrictionRecord.StateSet => SetState(resource, record.State),
            RestrictionRecord.SecretReplaced => Withdraw(resource),
            _ => false,
        };
        return changed ? JsonSerializer.SerializeToUtf8Bytes(resource, ResourceJson.Default.JsonObject) : null;
    }

    private static bool Revoke(JsonObject resource, DateTimeOffset at)
    {
        var secrets = resource["secrets"] as JsonObject;
        if (secrets?["revokedAt"] is not null)
            return false;
        var revoked = new JsonObject();
        if (secrets?["issuedAt"] is { } issuedAt)
            revoked["issuedAt"] = issuedAt.DeepClone();
        revoked["revokedAt"] = at;
        resource["secrets"] = revoked;
        return true;
    }

    private static bool Retire(JsonObject resource, IReadOnlyList<RetiredHash> retired, DateTimeOffset now)
    {
        if (resource["secrets"] is not JsonObject secrets)
            return false;
        var changed = false;
        var kept = new JsonArray();
        foreach (var one in secrets["retiring"] as JsonArray ?? [])
        {
            var match = Find(retired, Text(one?["hash"]));
            changed |= match is not null;
            if (match is null)
                kept.Add(one!.DeepClone());
            else if (match.Until > now)
                kept.Add(Retiring(match));
        }
        if (Find(retired, Text(secrets["current"])) is { } current)
        {
            changed = true;
            secrets.Remove("current");
            if (current.Until > now)
                kept.Add(Retiring(current));
        }
        if (changed)
            secrets["retiring"] = kept;
        return changed;
    }

    private static bool SetState(JsonObject resource, JsonElement? state)
    {
        if (state is { ValueKind: JsonValueKind.Object } set)
            resource["state"] = JsonObject.Create(set);
        else
            resource.Remove("state");
        return true;
    }

    private static bool Withdraw(JsonObject secret)
    {
        secret.Remove("previous");
        secret.Remove("previousUntil");
        return secret.Remove("cipher");
    }

    private static RetiredHash? Find(IReadOnlyList<RetiredHash> retired, string? hash) => hash is null ? null : retired.FirstOrDefault(one => one.Hash == hash);

    private static JsonObject Retiring(RetiredHash retired) => new() { ["hash"] = retired.Hash, ["until"] = retired.Until };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
