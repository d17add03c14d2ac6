using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>Finds values in a body without parsing the rest. Bodies were validated when they were written: one object, no name twice.</summary>
internal static class JsonBody
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = DocumentLimits.MaxDepth };

    public static JsonLookup Find(ReadOnlySpan<byte> body, JsonPath path, out JsonLocation location)
    {
        var reader = new Utf8JsonReader(body, Options);
        reader.Read();
        for (var i = 0; i < path.Count; i++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                break;
            if (!MoveTo(ref reader, path[i]))
            {
                location = new JsonLocation(JsonTokenType.None, (int)reader.TokenStartIndex, 0);
                return i == path.Count - 1 ? JsonLookup.Missing : JsonLookup.NoParent;
            }
            if (i == path.Count - 1)
            {
                location = Current(ref reader);
                return JsonLookup.Found;
            }
        }
        location = default;
        return JsonLookup.NoParent;
    }

    /// <summary>Whether an element of the array at <paramref name="array"/> equals <paramref name="value"/>.</summary>
    public static bool ArrayContains(ReadOnlySpan<byte> body, JsonLocation array, JsonOperand value)
    {
        var bytes = array.In(body);
        var reader = new Utf8JsonReader(bytes, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (value.IsEqual(bytes, Current(ref reader)))
                return true;
        }
        return false;
    }

    private static bool MoveTo(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
                return reader.Read();
            reader.Skip();
        }
        return false;
    }

    private static JsonLocation Current(ref Utf8JsonReader reader)
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonLocation(type, start, (int)reader.BytesConsumed - start);
    }
}
