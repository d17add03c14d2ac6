using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>Reads text as strict JSON: no comments, no trailing commas, bounded depth, no name twice in one object.</summary>
internal static class JsonInspector
{
    private const int MaxDepth = 32;

    /// <summary>The parsed value, or null with findings.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="path">Where the value stands; empty for the whole.</param>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8, Findings findings, string path = "")
    {
        try
        {
            FindDuplicates(utf8, findings, path);
            if (findings.Any) return null;
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            var value = JsonElement.ParseValue(ref reader);
            return value;
        }
        catch (JsonException exception)
        {
            var line = ((exception.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            findings.Add(path.Length == 0 ? "$" : path, $"is not valid JSON near line {line}: check quotes, commas and brackets (nesting is limited to {MaxDepth})");
        }
        catch (InvalidOperationException)
        {
            // A string with invalid UTF-16 escapes, "\ud800".
            findings.Add(path.Length == 0 ? "$" : path, "contains a string that is not valid Unicode");
        }

        return null;
    }

    private static void FindDuplicates(ReadOnlySpan<byte> utf8, Findings findings, string path)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var levels = new Stack<Level>();
        var top = new Level(path, null);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    levels.Push(top);
                    top = new Level(top.Inner(), new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.StartArray:
                    levels.Push(top);
                    top = new Level(top.Inner(), null) { Index = 0 };
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    top = levels.Pop();
                    top.Next();
                    break;
                case JsonTokenType.PropertyName:
                    top.Name = reader.GetString()!;
                    if (!top.Names!.Add(top.Name)) findings.Add(JsonPath.Property(top.Path, top.Name), "occurs twice in the same object: keep one");
                    break;
                case JsonTokenType.String:
                    _ = reader.GetString();
                    top.Next();
                    break;
                default:
                    top.Next();
                    break;
            }
        }
    }

    private sealed class Level(string path, HashSet<string>? names)
    {
        public string Path { get; } = path;

        public HashSet<string>? Names { get; } = names;

        public string? Name { get; set; }

        public int Index { get; set; } = -1;

        public string Inner() =>
            Index >= 0 ? $"{Path}[{Index.ToString(CultureInfo.InvariantCulture)}]" : Name is null ? Path : JsonPath.Property(Path, Name);

        public void Next()
        {
            if (Index >= 0) Index++;
        }
    }
}
