using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Writes an event of the binary mode as the JSON format has it. Source: CloudEvents 1.0.2, HTTP protocol binding.</summary>
public static class BinaryCloudEvent
{
    /// <param name="attributes">By name, without <c>ce-</c>, decoded.</param>
    /// <param name="contentType">Of the data; null for none.</param>
    /// <param name="data">The body.</param>
    public static byte[] ToJson(IEnumerable<KeyValuePair<string, string>> attributes, string? contentType, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var buffer = new ArrayBufferWriter<byte>(data.Length + 512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in attributes) json.WriteString(name, value);
            if (contentType is { Length: > 0 }) json.WriteString("datacontenttype"u8, contentType);
            if (data.Length > 0) WriteData(json, contentType, data);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>JSON as it is, text as a text, anything else as base64.</summary>
    private static void WriteData(Utf8JsonWriter json, string? contentType, ReadOnlySpan<byte> data)
    {
        var media = (contentType ?? "application/json").Split(';')[0].Trim();
        if (media.EndsWith("json", StringComparison.OrdinalIgnoreCase) && IsJson(data))
        {
            json.WritePropertyName("data"u8);
            json.WriteRawValue(data);
        }
        else if ((media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || media.EndsWith("xml", StringComparison.OrdinalIgnoreCase)) && System.Text.Unicode.Utf8.IsValid(data))
        {
            json.WriteString("data"u8, Encoding.UTF8.GetString(data));
        }
        else
        {
            json.WriteBase64String("data_base64"u8, data);
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
