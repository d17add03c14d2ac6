using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Writes messages: one with another text in place of its own and everything else byte for byte, a list of whole ones, a note.</summary>
internal static class MessageWriter
{
    /// <summary>The message with another text: the string of its content, or of the one part that is a text.</summary>
    public static JsonElement WithText(JsonElement message, string text)
    {
        var buffer = new ArrayBufferWriter<byte>((text.Length * 2) + 256);
        var separator = (byte)'{';
        var written = false;
        foreach (var member in message.EnumerateObject())
        {
            var isContent = member.NameEquals("content"u8);
            if (isContent && written) continue;
            WriteName(buffer, member, separator);
            separator = (byte)',';
            written |= isContent;

            // Of several members of one name the last counts, for a provider as well.
            if (isContent) WriteContent(buffer, message.GetProperty("content"u8), text);
            else buffer.Write(JsonMarshal.GetRawUtf8Value(member.Value));
        }

        buffer.Write("}"u8);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>A JSON array of messages, each byte for byte as it was given.</summary>
    public static byte[] Array(IEnumerable<JsonElement> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var separator = (byte)'[';
        foreach (var message in messages)
        {
            buffer.Write([separator]);
            buffer.Write(JsonMarshal.GetRawUtf8Value(message));
            separator = (byte)',';
        }

        buffer.Write("]"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A message of the assembly itself.</summary>
    public static JsonElement Note(string text, string role = "system")
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 64);
        buffer.Write("{\"role\":"u8);
        WriteString(buffer, role);
        buffer.Write(",\"content\":"u8);
        WriteString(buffer, text);
        buffer.Write("}"u8);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void WriteContent(ArrayBufferWriter<byte> buffer, JsonElement content, string text)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            WriteString(buffer, text);
            return;
        }

        var separator = (byte)'[';
        foreach (var part in content.EnumerateArray())
        {
            buffer.Write([separator]);
            separator = (byte)',';
            if (MessageParts.TextOf(part) is null) buffer.Write(JsonMarshal.GetRawUtf8Value(part));
            else WritePart(buffer, part, text);
        }

        buffer.Write("]"u8);
    }

    private static void WritePart(ArrayBufferWriter<byte> buffer, JsonElement part, string text)
    {
        var separator = (byte)'{';
        foreach (var member in part.EnumerateObject())
        {
            WriteName(buffer, member, separator);
            separator = (byte)',';
            if (member.NameEquals("text"u8)) WriteString(buffer, text);
            else buffer.Write(JsonMarshal.GetRawUtf8Value(member.Value));
        }

        buffer.Write("}"u8);
    }

    private static void WriteName(ArrayBufferWriter<byte> buffer, JsonProperty member, byte separator)
    {
        buffer.Write([separator, (byte)'"']);
        buffer.Write(JsonMarshal.GetRawUtf8PropertyName(member));
        buffer.Write("\":"u8);
    }

    private static void WriteString(ArrayBufferWriter<byte> buffer, string text)
    {
        // By way of UTF-8, which replaces half a surrogate pair where the encoder of strings would throw.
        buffer.Write("\""u8);
        buffer.Write(JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        buffer.Write("\""u8);
    }
}
