using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>
/// Passes over a value that may hold long arrays of numbers, as embeddings do. Such an array is scanned to its bracket instead of being taken apart number by number, which costs ten times as much;
/// a truncated one still has no end. Its numbers go to the caller as they came, unread.
/// </summary>
internal static class NumberArrays
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE, \t\r\n"u8);

    /// <summary>Skips the value under the reader, like <see cref="Utf8JsonReader.Skip"/>.</summary>
    /// <param name="json">Replaced by a reader of the rest after each such array.</param>
    /// <param name="text">What <paramref name="json"/> reads.</param>
    public static void Skip(ref Utf8JsonReader json, ref ReadOnlySpan<byte> text)
    {
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        var depth = json.CurrentDepth;
        do
        {
            if (json.TokenType == JsonTokenType.StartArray) ToBracket(ref json, ref text);
        }
        while (json.Read() && json.CurrentDepth > depth);
    }

    // The reader goes on at the bracket, in the state of one that has just entered the array: to it the array is empty.
    private static void ToBracket(ref Utf8JsonReader json, ref ReadOnlySpan<byte> text)
    {
        var inside = text[(int)json.BytesConsumed..];
        var end = inside.IndexOfAnyExcept(NumberBytes);
        if (end <= 0 || inside[end] != (byte)']') return;
        text = inside[end..];
        json = new Utf8JsonReader(text, isFinalBlock: true, json.CurrentState);
    }
}
