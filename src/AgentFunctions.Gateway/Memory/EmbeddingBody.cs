using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Gateway.Memory;

/// <summary>The request for vectors of some texts, and what is read of its answer.</summary>
internal static class EmbeddingBody
{
    public static ReadOnlyMemory<byte> Write(string model, IEnumerable<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("input"u8);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
        json.WriteString("encoding_format"u8, "float"u8);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The vectors in the order of the texts; null where there is not one of each.</summary>
    public static IReadOnlyList<float[]>? Read(ReadOnlyMemory<byte> body, int count)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() != count) return null;
            var vectors = new float[count][];
            foreach (var item in data.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("index", out var at) || !at.TryGetInt32(out var index) || index < 0 || index >= count || vectors[index] is not null) return null;
                if (!item.TryGetProperty("embedding", out var vector) || vector.ValueKind != JsonValueKind.Array || vector.GetArrayLength() == 0) return null;
                vectors[index] = [.. vector.EnumerateArray().Select(static number => number.GetSingle())];
            }

            return vectors;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
