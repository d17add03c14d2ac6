using System.Text;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Tells images and sounds from documents and films, by the names of keys and of part types.</summary>
internal static class MediaKinds
{
    private const int LongestType = 64;

    /// <summary>The key's value is a document or a film rather than an image or a sound.</summary>
    public static bool IsDocumentName(ReadOnlySpan<byte> name) =>
        (Contains(name, "file"u8) && !IsId(name)) || Contains(name, "video"u8) || Contains(name, "document"u8) || Contains(name, "pdf"u8);

    /// <summary>A data: URL of anything but an image or a sound.</summary>
    public static bool IsDocumentValue(ReadOnlySpan<byte> value) =>
        ContentKeys.IsInline(value) && !ContentKeys.IsInlineImage(value) && !(value.Length >= 11 && Ascii.EqualsIgnoreCase(value[..11], "data:audio/"u8));

    /// <summary>null when the type is none of either.</summary>
    public static bool? IsDocumentType(in Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length > LongestType) return null;
        var type = json.ValueSpan;
        if (json.ValueIsEscaped) type = Encoding.UTF8.GetBytes(json.GetString()!);
        if (Contains(type, "image"u8) || Contains(type, "audio"u8)) return false;
        if (Contains(type, "video"u8) || Contains(type, "document"u8) || Contains(type, "pdf"u8)) return true;
        return Ascii.EqualsIgnoreCase(type, "file"u8) || Ascii.EqualsIgnoreCase(type, "input_file"u8) || Ascii.EqualsIgnoreCase(type, "file_url"u8) || Ascii.EqualsIgnoreCase(type, "media"u8) ? true : null;
    }

    /// <summary>An id may stand for either; the part's type says which.</summary>
    private static bool IsId(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "file_id"u8) || Ascii.EqualsIgnoreCase(name, "file_ids"u8);

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        for (var i = 0; i + part.Length <= text.Length; i++)
            if (Ascii.EqualsIgnoreCase(text.Slice(i, part.Length), part)) return true;
        return false;
    }
}
