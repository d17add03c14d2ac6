using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Events;

/// <summary>Documents of the embedded log. An entry is <c>{"key","id","event":{...}}</c>, the event as it was published: byte for byte where the store keeps bytes, else the same JSON.</summary>
internal static class EventLogJson
{
    public const string HeadId = "head";
    public const string EntryPrefix = "e:";

    public static string EntryId(long offset) => string.Create(CultureInfo.InvariantCulture, $"{EntryPrefix}{offset:x16}");

    public static byte[] WriteHead(long next) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"next":{{next}}}"""));

    public static long ReadHead(Document head)
    {
        using var json = JsonDocument.Parse(head.Body);
        return json.RootElement.GetProperty("next").GetInt64();
    }

    public static byte[] WriteEntry(in StreamEvent value)
    {
        var buffer = new ArrayBufferWriter<byte>(value.Body.Length + 256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("key"u8, value.Key);
            json.WriteString("id"u8, value.Id);
            json.WritePropertyName("event"u8);

            // The store checks the whole.
            json.WriteRawValue(value.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static LoggedEvent ReadEntry(Document document)
    {
        var body = document.Body;
        var json = new Utf8JsonReader(body.Span);
        var (key, id, value) = ("", "", ReadOnlyMemory<byte>.Empty);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("key"u8))
            {
                json.Read();
                key = json.GetString()!;
            }
            else if (json.ValueTextEquals("id"u8))
            {
                json.Read();
                id = json.GetString()!;
            }
            else
            {
                json.Read();
                var begin = (int)json.TokenStartIndex;
                json.Skip();
                value = body[begin..(int)json.BytesConsumed];
            }
        }

        return new LoggedEvent(long.Parse(document.Id.AsSpan(EntryPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), new StreamEvent(key, id, value));
    }
}
