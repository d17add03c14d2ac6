using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Names the path of a place in a body. Walks the body again, so it is used for refusals only.</summary>
internal static class JsonPath
{
    private const int MaxLength = 200;

    /// <summary><c>messages[0].content[1].image_url.url</c> for the value that starts at <paramref name="offset"/>.</summary>
    public static string At(ReadOnlySpan<byte> body, int offset)
    {
        var json = new Utf8JsonReader(body);
        var names = new Stack<string>();
        var indexes = new Stack<int>();
        var name = "";
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                name = json.GetString() ?? "";
                continue;
            }

            if (json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                name = names.Pop();
                indexes.Pop();
                continue;
            }

            if (indexes.Count > 0 && indexes.Peek() >= 0)
            {
                indexes.Push(indexes.Pop() + 1);
                name = string.Create(CultureInfo.InvariantCulture, $"[{indexes.Peek() - 1}]");
            }

            if (json.TokenStartIndex == offset) return Format(names.Reverse().Append(name));
            if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) continue;
            names.Push(name);
            indexes.Push(json.TokenType == JsonTokenType.StartArray ? 0 : -1);
        }

        return "";
    }

    private static string Format(IEnumerable<string> parts)
    {
        var path = new StringBuilder();
        foreach (var part in parts)
        {
            if (path.Length > 0 && !part.StartsWith('[')) path.Append('.');
            path.Append(part);
        }

        return path.Length <= MaxLength ? path.ToString() : path.ToString(0, MaxLength);
    }
}
