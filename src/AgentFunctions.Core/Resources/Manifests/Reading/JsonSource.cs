using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>Strict JSON with places: no comments, no trailing commas, no name twice in one object.</summary>
internal sealed class JsonSource
{
    private readonly string _file;
    private readonly List<int> _lineStarts = [0];
    private readonly SourceBudget _budget = new();

    private JsonSource(string file, ReadOnlySpan<byte> utf8)
    {
        _file = file;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '\n') _lineStarts.Add(i + 1);
        }
    }

    /// <exception cref="SourceException">It is not JSON.</exception>
    public static SourceNode Read(string file, ReadOnlySpan<byte> utf8)
    {
        var source = new JsonSource(file, utf8);
        if (utf8.Trim(" \t\r\n"u8).IsEmpty) throw new SourceException(source.At(0), "is empty: write a resource, or delete the file");
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = SourceLimits.MaxFileDepth });
        try
        {
            reader.Read();
            var node = source.Value(ref reader, "");
            reader.Read();
            return node;
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0) + 1;
            var at = new SourceLocation(file, line, (int)(exception.BytePositionInLine ?? 0) + 1);
            throw new SourceException(at, $"is not valid JSON near line {line}: check quotes, commas and brackets (nesting is limited to {SourceLimits.MaxDepth})");
        }
        catch (InvalidOperationException)
        {
            // A string with invalid UTF-16 escapes, "\ud800".
            throw new SourceException(source.At(reader.TokenStartIndex), "contains a string that is not valid Unicode");
        }
    }

    private SourceNode Value(ref Utf8JsonReader reader, string path)
    {
        var at = At(reader.TokenStartIndex);
        _budget.Take(1, 0, at);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Fields(ref reader, at, path),
            JsonTokenType.StartArray => Items(ref reader, at, path),
            JsonTokenType.String => SourceNode.Scalar(at, JsonValueKind.String, reader.GetString()!),
            JsonTokenType.Number => SourceNode.Scalar(at, JsonValueKind.Number, System.Text.Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => SourceNode.Scalar(at, JsonValueKind.True),
            JsonTokenType.False => SourceNode.Scalar(at, JsonValueKind.False),
            _ => SourceNode.Scalar(at, JsonValueKind.Null),
        };
    }

    private SourceNode Fields(ref Utf8JsonReader reader, SourceLocation at, string path)
    {
        var fields = new List<SourceField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var place = At(reader.TokenStartIndex);
            var inner = JsonPath.Property(path, name);
            if (!names.Add(name)) throw new SourceException(place, "occurs twice in the same object: keep one", inner);
            reader.Read();
            fields.Add(new SourceField(name, place, Value(ref reader, inner)));
        }

        return SourceNode.Object(at, fields);
    }

    private SourceNode Items(ref Utf8JsonReader reader, SourceLocation at, string path)
    {
        var items = new List<SourceNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader, JsonPath.Item(path, items.Count)));
        return SourceNode.Array(at, items);
    }

    private SourceLocation At(long offset)
    {
        var found = _lineStarts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(_file, line + 1, (int)offset - _lineStarts[line] + 1);
    }
}
