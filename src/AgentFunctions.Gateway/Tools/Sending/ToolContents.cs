using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Stages;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>What tools answer, as JSON: theirs where it is JSON, else their text as a string.</summary>
internal static class ToolContents
{
    private const string Redacted = "[redacted]";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement;

    public static string TooLarge(int cap) => string.Create(CultureInfo.InvariantCulture, $"The tool's answer is larger than {cap} bytes and was not read.");

    public static JsonElement Read(ReadOnlyMemory<byte> body, string? mediaType)
    {
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (bytes.IsEmpty) return Nothing;
        var isJson = mediaType is not null && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
        return (isJson ? Parse(bytes) : null) ?? Make(json => json.WriteStringValue(Encoding.UTF8.GetString(bytes.Span)));
    }

    /// <summary>An error in our words.</summary>
    public static JsonElement Message(string message) => Make(json =>
    {
        json.WriteStartObject();
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    });

    /// <summary>The content without our credential, in whatever form it is in it.</summary>
    public static JsonElement Without(JsonElement content, CredentialEcho echo) => echo.IsPossible && Has(content, echo) ? Make(json => Write(json, content, echo)) : content;

    private static bool Has(JsonElement value, CredentialEcho echo) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(p => echo.IsIn(p.Name) || Has(p.Value, echo)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => Has(item, echo)),
        JsonValueKind.String => echo.IsIn(value.GetString()!),
        JsonValueKind.Number => echo.IsIn(value.GetRawText()),
        _ => false,
    };

    private static void Write(Utf8JsonWriter json, JsonElement value, CredentialEcho echo)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.WritePropertyName(Clean(property.Name, echo));
                    Write(json, property.Value, echo);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(json, item, echo);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Clean(value.GetString()!, echo));
                break;
            case JsonValueKind.Number when echo.IsIn(value.GetRawText()):
                json.WriteStringValue(Redacted);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static string Clean(string text, CredentialEcho echo) => echo.Remove(text) is { } plain && !echo.IsIn(plain) ? plain : Redacted;

    /// <summary>null: it is no JSON, or has strings that are no text.</summary>
    private static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span);
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
