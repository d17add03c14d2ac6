using System.Text;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Tells by its name what a key inside messages or input is.</summary>
internal static class ContentKeys
{
    public static ContentKey Classify(ReadOnlySpan<byte> name, ModelOperation operation)
    {
        if (name.Length < 3) return ContentKey.Other;
        return (name[^1] | 0x20) switch
        {
            (byte)'l' when EndsWith(name, "url"u8) => ContentKey.Url,
            (byte)'i' when EndsWith(name, "uri"u8) => ContentKey.Url,
            (byte)'s' when EndsWith(name, "urls"u8) || EndsWith(name, "uris"u8) => ContentKey.Url,
            (byte)'a' when EndsWith(name, "data"u8) => ContentKey.Inline,
            (byte)'e' when Ascii.EqualsIgnoreCase(name, "image"u8) || Ascii.EqualsIgnoreCase(name, "file"u8) => ContentKey.Inline,
            (byte)'e' when Ascii.EqualsIgnoreCase(name, "type"u8) => ContentKey.Type,
            (byte)'o' when Ascii.EqualsIgnoreCase(name, "audio"u8) => ContentKey.Audio,
            (byte)'o' when Ascii.EqualsIgnoreCase(name, "video"u8) => ContentKey.Inline,
            (byte)'s' when operation == ModelOperation.Responses && Ascii.EqualsIgnoreCase(name, "tools"u8) => ContentKey.Tools,
            (byte)'d' when Ascii.EqualsIgnoreCase(name, "file_id"u8) => ContentKey.FileId,
            (byte)'s' when Ascii.EqualsIgnoreCase(name, "file_ids"u8) => ContentKey.FileId,

            // Citations and the record of what a hosted tool did come back from earlier answers; nobody fetches them.
            (byte)'s' when name.SequenceEqual("annotations"u8) => ContentKey.Skipped,
            (byte)'n' when name.SequenceEqual("action"u8) => ContentKey.Skipped,
            _ => ContentKey.Other,
        };
    }

    /// <summary>Arguments of a tool: an object there is text to the model, whatever its members are called.</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> name) => name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8);

    public static bool IsInline(ReadOnlySpan<byte> value) => value.Length >= 5 && Ascii.EqualsIgnoreCase(value[..5], "data:"u8);

    /// <summary>An image in place. Under the key of a URL a provider takes it for an image or refuses it; it is never read as text.</summary>
    public static bool IsInlineImage(ReadOnlySpan<byte> value) => value.Length >= 11 && Ascii.EqualsIgnoreCase(value[..11], "data:image/"u8);

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> end) => name.Length >= end.Length && Ascii.EqualsIgnoreCase(name[^end.Length..], end);
}
