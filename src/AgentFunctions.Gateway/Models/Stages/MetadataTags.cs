using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Reads the tags of a call from the <c>metadata</c> of its body. What OpenAI would not take as metadata is no tag, and never a reason to refuse: the provider sees the object as it was sent.
/// </summary>
internal static class MetadataTags
{
    /// <summary>Tags of one call; the first ones count.</summary>
    public const int MaxTags = 16;

    /// <summary>Characters of a key.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>Characters of a value.</summary>
    public const int MaxValueLength = 512;

    // A character of text takes up to six bytes of JSON; longer ones need not be decoded to know.
    private const int BytesPerCharacter = 6;

    /// <summary>The tags of an object, or null where it has none. Of a key that comes twice the last value counts, as with the parsers of providers.</summary>
    public static IReadOnlyDictionary<string, string>? Read(ReadOnlySpan<byte> metadata)
    {
        Dictionary<string, string>? tags = null;
        var json = new Utf8JsonReader(metadata);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(in json, MaxKeyLength);
            json.Read();
            var value = key is { Length: > 0 } && json.TokenType == JsonTokenType.String ? Text(in json, MaxValueLength) : null;
            json.Skip();
            if (value is null || (tags?.Count >= MaxTags && !tags.ContainsKey(key!))) continue;
            (tags ??= new Dictionary<string, string>(StringComparer.Ordinal))[key!] = value;
        }

        return tags;
    }

    /// <summary>null for what is too long, and for half a surrogate pair, which is no text.</summary>
    private static string? Text(in Utf8JsonReader json, int most)
    {
        if (json.ValueSpan.Length > most * BytesPerCharacter) return null;
        try
        {
            return json.GetString() is { } text && text.Length <= most ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
