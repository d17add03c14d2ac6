using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>String literals by value.</summary>
internal static class JsonText
{
    /// <summary>The text of a quoted literal as UTF-8: a slice of it, or an unescaped copy.</summary>
    public static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> literal)
    {
        var inner = literal[1..^1];
        if (!inner.Contains((byte)'\\'))
            return inner;
        var reader = new Utf8JsonReader(literal);
        reader.Read();
        var copy = new byte[inner.Length];
        return copy.AsSpan(0, reader.CopyString(copy));
    }

    public static string String(ReadOnlySpan<byte> literal) => Encoding.UTF8.GetString(Utf8(literal));

    /// <summary>A quoted literal for <paramref name="text"/>.</summary>
    public static byte[] Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 2);
        using (var writer = new Utf8JsonWriter(buffer))
            writer.WriteStringValue(text);
        return buffer.WrittenSpan.ToArray();
    }
}
