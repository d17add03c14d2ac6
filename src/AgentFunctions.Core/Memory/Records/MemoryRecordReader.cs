using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Memory.Records;

/// <summary>
/// Reads records from their stored form by hand: a search reads hundreds, and the serializer's way to types with required properties was a quarter of its time. Properties are expected in the order in which they are written
/// and found in any other. Links and vectors, which few records have, are left to the serializer.
/// </summary>
internal static class MemoryRecordReader
{
    private static readonly byte[][] Names =
    [
        [.. "id"u8], [.. "version"u8], [.. "tenantId"u8], [.. "agent"u8], [.. "kind"u8], [.. "state"u8], [.. "text"u8], [.. "label"u8], [.. "sources"u8], [.. "sessionId"u8], [.. "turn"u8], [.. "speaker"u8], [.. "subject"u8],
        [.. "attribute"u8], [.. "value"u8], [.. "tags"u8], [.. "entities"u8], [.. "links"u8], [.. "occurredAt"u8], [.. "createdAt"u8], [.. "validFrom"u8], [.. "validTo"u8], [.. "quality"u8], [.. "usefulness"u8],
        [.. "isNegative"u8], [.. "uses"u8], [.. "lastUsedAt"u8], [.. "vector"u8],
    ];

    /// <exception cref="JsonException">It is no record.</exception>
    public static MemoryRecord Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            json.Read();
            var record = ReadRecord(ref json);
            return json.Read() ? throw new JsonException("Something stands behind a record of memory.") : record;
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("A record of memory has a value of another type.", exception);
        }
    }

    private static MemoryRecord ReadRecord(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("A record of memory is no object.");
        string? id = null, tenantId = null, agent = null, text = null, sessionId = null, speaker = null, subject = null, attribute = null, value = null;
        var (version, turn, quality, isNegative, uses) = (1, (int?)null, 0.5, false, 0L);
        MemoryKind? kind = null;
        var state = MemoryState.Active;
        ContentLabel? label = null;
        IReadOnlyList<MemorySource>? sources = null;
        IReadOnlyList<string> tags = [], entities = [];
        IReadOnlyList<MemoryLink> links = [];
        DateTimeOffset? occurredAt = null, createdAt = null, validFrom = null, validTo = null, lastUsedAt = null;
        Usefulness usefulness = default;
        MemoryVector? vector = null;
        for (var next = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName;)
        {
            var name = Find(ref json, ref next);
            json.Read();
            switch (name)
            {
                case 0: id = json.GetString(); break;
                case 1: version = json.GetInt32(); break;
                case 2: tenantId = json.GetString(); break;
                case 3: agent = json.GetString(); break;
                case 4: kind = Word<MemoryKind>(ref json); break;
                case 5: state = Word<MemoryState>(ref json); break;
                case 6: text = json.GetString(); break;
                case 7: label = ReadLabel(ref json); break;
                case 8: sources = ReadSources(ref json); break;
                case 9: sessionId = json.GetString(); break;
                case 10: turn = json.TokenType == JsonTokenType.Null ? null : json.GetInt32(); break;
                case 11: speaker = json.GetString(); break;
                case 12: subject = json.GetString(); break;
                case 13: attribute = json.GetString(); break;
                case 14: value = json.GetString(); break;
                case 15: tags = ReadTexts(ref json); break;
                case 16: entities = ReadTexts(ref json); break;
                case 17: links = JsonSerializer.Deserialize(ref json, MemoryJson.Default.IReadOnlyListMemoryLink) ?? []; break;
                case 18: occurredAt = json.GetDateTimeOffset(); break;
                case 19: createdAt = json.GetDateTimeOffset(); break;
                case 20: validFrom = Time(ref json); break;
                case 21: validTo = Time(ref json); break;
                case 22: quality = json.GetDouble(); break;
                case 23: usefulness = ReadUsefulness(ref json); break;
                case 24: isNegative = json.GetBoolean(); break;
                case 25: uses = json.GetInt64(); break;
                case 26: lastUsedAt = Time(ref json); break;
                case 27: vector = JsonSerializer.Deserialize(ref json, MemoryJson.Default.MemoryVector); break;
                default: json.Skip(); break;
            }
        }

        return new MemoryRecord
        {
            Id = id ?? throw Missing("id"), Version = version, TenantId = tenantId ?? throw Missing("tenantId"), Agent = agent ?? throw Missing("agent"), Kind = kind ?? throw Missing("kind"), State = state,
            Text = text ?? throw Missing("text"), Label = label ?? throw Missing("label"), Sources = sources ?? throw Missing("sources"), SessionId = sessionId, Turn = turn, Speaker = speaker, Subject = subject,
            Attribute = attribute, Value = value, Tags = tags, Entities = entities, Links = links, OccurredAt = occurredAt ?? throw Missing("occurredAt"), CreatedAt = createdAt ?? throw Missing("createdAt"),
            ValidFrom = validFrom, ValidTo = validTo, Quality = quality, Usefulness = usefulness, IsNegative = isNegative, Uses = uses, LastUsedAt = lastUsedAt, Vector = vector,
        };
    }

    /// <summary>The place of the property among the names; -1: none of them.</summary>
    private static int Find(ref Utf8JsonReader json, ref int next)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            var at = next + i < Names.Length ? next + i : next + i - Names.Length;
            if (!json.ValueTextEquals(Names[at])) continue;
            next = at + 1 < Names.Length ? at + 1 : 0;
            return at;
        }

        return -1;
    }

    private static ContentLabel ReadLabel(ref Utf8JsonReader json)
    {
        var (integrity, confidentiality) = (default(Integrity), default(Confidentiality));
        StartObject(ref json);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isIntegrity, isConfidentiality) = (json.ValueTextEquals("integrity"u8), json.ValueTextEquals("confidentiality"u8));
            json.Read();
            if (isIntegrity) integrity = Word<Integrity>(ref json);
            else if (isConfidentiality) confidentiality = Word<Confidentiality>(ref json);
            else json.Skip();
        }

        return new ContentLabel(integrity, confidentiality);
    }

    private static List<MemorySource> ReadSources(ref Utf8JsonReader json)
    {
        List<MemorySource> sources = [];
        StartArray(ref json);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) sources.Add(ReadSource(ref json));
        return sources;
    }

    private static MemorySource ReadSource(ref Utf8JsonReader json)
    {
        var source = new MemorySource(default, "", null, null, false);
        StartObject(ref json);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueTextEquals("kind"u8) ? 0 : json.ValueTextEquals("principal"u8) ? 1 : json.ValueTextEquals("reference"u8) ? 2 : json.ValueTextEquals("runId"u8) ? 3 : json.ValueTextEquals("isTrusted"u8) ? 4 : 5;
            json.Read();
            switch (name)
            {
                case 0: source = source with { Kind = Word<MemorySourceKind>(ref json) }; break;
                case 1: source = source with { Principal = json.GetString()! }; break;
                case 2: source = source with { Reference = json.GetString() }; break;
                case 3: source = source with { RunId = json.GetString() }; break;
                case 4: source = source with { IsTrusted = json.GetBoolean() }; break;
                default: json.Skip(); break;
            }
        }

        return source;
    }

    private static Usefulness ReadUsefulness(ref Utf8JsonReader json)
    {
        var usefulness = default(Usefulness);
        StartObject(ref json);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isSuccesses, isFailures) = (json.ValueTextEquals("successes"u8), json.ValueTextEquals("failures"u8));
            json.Read();
            if (isSuccesses) usefulness = usefulness with { Successes = json.GetDouble() };
            else if (isFailures) usefulness = usefulness with { Failures = json.GetDouble() };
            else json.Skip();
        }

        return usefulness;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader json)
    {
        StartArray(ref json);
        List<string> texts = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) texts.Add(json.GetString()!);
        return texts;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null ? null : json.GetDateTimeOffset();

    private static TEnum Word<TEnum>(ref Utf8JsonReader json)
        where TEnum : struct, Enum => MemoryRecordJson.Find<TEnum>(json.GetString()) ?? throw new JsonException($"'{json.GetString()}' is no {typeof(TEnum).Name}.");

    private static void StartObject(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("A part of a record of memory is no object.");
    }

    private static void StartArray(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new JsonException("A part of a record of memory is no list.");
    }

    private static JsonException Missing(string name) => new($"A record of memory has no {name}.");
}
