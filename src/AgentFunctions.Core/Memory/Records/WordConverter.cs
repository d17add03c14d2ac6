using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Memory.Records;

/// <summary>An enumeration as its camelCase word; any other word is an error.</summary>
internal sealed class WordConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MemoryRecordJson.Find<TEnum>(reader.GetString()) ?? throw new JsonException($"'{reader.GetString()}' is no {typeof(TEnum).Name}.");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(MemoryRecordJson.NameOf(value));
}
