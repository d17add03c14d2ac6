using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>A JSON value as lines of a path and a value. An object of a list is named by its first value, so that a new one in the middle does not rename those behind it.</summary>
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
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) Walk(member.Value, Join(path, ".", Short(JsonMarshal.GetRawUtf8PropertyName(member))), lines);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray()) Walk(element, Join(path, "[", Name(element) ?? $"{index++}") + "]", lines);
        }
        else
        {
            lines.Add($"{path}: {Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value))}");
        }
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

    private static string Join(string path, string separator, string name) => path.Length > LongestPath ? path : path.Length == 0 && separator == "." ? name : path + separator + name;

    private static string Short(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetString(raw.Length > LongestName ? raw[..LongestName] : raw);
}
