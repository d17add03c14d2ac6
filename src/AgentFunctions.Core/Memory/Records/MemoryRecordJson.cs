using System.Text.Json;

namespace AgentFunctions.Core.Memory.Records;

/// <summary>
/// Records as they are stored: the properties of <see cref="MemoryRecord"/> in camelCase, enumerations as camelCase words, times as RFC 3339. In the container <c>memory</c>, partition (tenant, agent), the document
/// <c>mem_…</c> is the record as it is now; documents with other ids are the store's own and are no records.
/// </summary>
public static class MemoryRecordJson
{
    /// <summary>What ids of records begin with.</summary>
    public const string IdPrefix = "mem_";

    /// <summary>The record's vector in its stored form: an object with <c>model</c> and <see cref="VectorValues"/>.</summary>
    public const string Vector = "vector";

    /// <summary>The numbers of <see cref="Vector"/>; an engine that has an index of vectors may keep them beside the body.</summary>
    public const string VectorValues = "values";

    /// <exception cref="JsonException">It is no record.</exception>
    public static MemoryRecord Read(ReadOnlySpan<byte> body) => MemoryRecordReader.Read(body);

    public static byte[] ToBytes(MemoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return JsonSerializer.SerializeToUtf8Bytes(record, MemoryJson.Default.MemoryRecord);
    }

    /// <summary>The record as people are shown it: without the vector, which says nothing that the text does not.</summary>
    public static byte[] ToReadableBytes(MemoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return ToBytes(record with { Vector = null });
    }

    /// <summary>The words of enumerations, as in the store and on the wire.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => EnumWords<TEnum>.Of(value);

    /// <summary>The value of a word; null for any other.</summary>
    public static TEnum? Find<TEnum>(string? name)
        where TEnum : struct, Enum => name is null ? null : EnumWords<TEnum>.Find(name);
}
