using System.Text.Json;

namespace AgentFunctions.Core.Usage;

/// <summary>Values of an event, read strictly: a value of another type is a <see cref="JsonException"/>, never a guess.</summary>
internal static class UsageEventReader
{
    public static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        Expect(reader, JsonTokenType.String);
        return TextOf(reader);
    }

    public static long Integer(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(reader, JsonTokenType.Number);
        return reader.TryGetInt64(out var value) ? value : throw new JsonException("A number is no integer of 64 bits.");
    }

    public static bool Boolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw new JsonException("A value is neither true nor false."),
        };
    }

    public static DateTimeOffset Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(reader, JsonTokenType.String);
        return reader.TryGetDateTimeOffset(out var value) ? value.ToUniversalTime() : throw new JsonException("A time is none of RFC 3339.");
    }

    public static Dictionary<string, string>? Texts(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        Expect(reader, JsonTokenType.StartObject);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(reader);
            reader.Read();
            Expect(reader, JsonTokenType.String);
            texts[name] = TextOf(reader);
        }

        return texts;
    }

    /// <summary>Passes over the value of the property that the reader stands at.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static void Expect(in Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type) throw new JsonException($"Found {reader.TokenType} where {type} belongs.");
    }

    /// <summary>Half a surrogate pair in an escape is no text.</summary>
    private static string TextOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A string is no text.", exception);
        }
    }
}
