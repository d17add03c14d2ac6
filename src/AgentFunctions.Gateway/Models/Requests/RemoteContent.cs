using System.Text;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Tells a URL from content that is in place (base64, a data: URL) by its first bytes. OpenRouter, for one, takes a URL for <c>file_data</c>.</summary>
internal static class RemoteContent
{
    private const int FirstBytes = 32;

    public static bool IsLikely(in Utf8JsonReader json)
    {
        var head = Head(json.ValueSpan);

        // An escape may stand for any character.
        return IsRemote(head.IndexOf((byte)'\\') < 0 ? head : Head(Encoding.UTF8.GetBytes(json.GetString()!)));
    }

    /// <summary>The first bytes that are not white space: parsers of URLs skip it.</summary>
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> value)
    {
        var start = value.IndexOfAnyExceptInRange((byte)0, (byte)' ');
        return start < 0 ? default : value[start..Math.Min(value.Length, start + FirstBytes)];
    }

    private static bool IsRemote(ReadOnlySpan<byte> head) =>
        StartsWith(head, "http:"u8) || StartsWith(head, "https:"u8) || StartsWith(head, "file:"u8)
        || (!StartsWith(head, "data:"u8) && (head.IndexOf("://"u8) > 0 || head.StartsWith("//"u8)));

    private static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> start) => value.Length >= start.Length && Ascii.EqualsIgnoreCase(value[..start.Length], start);
}
