using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>
/// A JSON value as lines of a path and a value. An object of a list is named by its first value, so that a new one in the middle does not rename those behind it. What is cut short has a digest at its end: two lines are the same only
/// where what they say is.
/// </summary>
internal static class JsonLines
{
    private const int LongestName = 40;
    private const int LongestPath = 160;

    public static List<string> Of(JsonElement json)
    {
        List<string> lines = [];
        Walk(json, "", lines);
        return lines;
    }

    private static void Walk(JsonElement value, string path, List<string> lines)
    {
        var before = lines.Count;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) Walk(member.Value, Join(path, ".", Short(JsonMarshal.GetRawUtf8PropertyName(member))), lines);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray()) Walk(element, Join(path, "[", Name(element) ?? $"{index++}") + "]", lines);
        }

        // Also an empty list says something: that nothing is in it.
        if (lines.Count == before) lines.Add($"{path}: {(value.ValueKind is JsonValueKind.Object ? "{}" : value.ValueKind is JsonValueKind.Array ? "[]" : Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)))}");
    }

    private static string? Name(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in element.EnumerateObject())
        {
            return member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Short(JsonMarshal.GetRawUtf8Value(member.Value)) : null;
        }

        return null;
    }

    private static string Join(string path, string separator, string name)
    {
        var joined = path.Length == 0 && separator == "." ? name : path + separator + name;
        return joined.Length > LongestPath + LongestName ? $"{TextCut.To(joined, LongestPath)}~{Digest(MemoryMarshal.AsBytes(joined.AsSpan()))}" : joined;
    }

    private static string Short(ReadOnlySpan<byte> raw) => raw.Length <= LongestName ? Encoding.UTF8.GetString(raw) : $"{Encoding.UTF8.GetString(raw[..LongestName])}~{Digest(raw)}";

    private static string Digest(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture)[..8];
}
