using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>Tells a value by the name before it.</summary>
internal static class ContentParts
{
    private const int LongestKnown = 32;

    private static readonly FrozenDictionary<string, ContentPart> Known = new Dictionary<string, ContentPart>
    {
        ["content"] = ContentPart.Text,
        ["text"] = ContentPart.Text,
        ["name"] = ContentPart.Text,
        ["arguments"] = ContentPart.Literal,
        ["output"] = ContentPart.Text,
        ["input"] = ContentPart.Literal,
        ["refusal"] = ContentPart.Text,
        ["summary"] = ContentPart.Text,
        ["function"] = ContentPart.Text,
        ["custom"] = ContentPart.Text,
        ["tool_calls"] = ContentPart.Text,
        ["function_call"] = ContentPart.Text,
        ["role"] = ContentPart.Label,
        ["type"] = ContentPart.Label,
        ["id"] = ContentPart.Label,
        ["call_id"] = ContentPart.Label,
        ["tool_call_id"] = ContentPart.Label,
        ["status"] = ContentPart.Label,
        ["detail"] = ContentPart.Label,
        ["format"] = ContentPart.Label,
        ["encrypted_content"] = ContentPart.Opaque,
        ["tools"] = ContentPart.Layout,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ContentPart Of(in Utf8JsonReader name)
    {
        if (name.ValueIsEscaped) return ContentPart.Literal;
        if (name.ValueSpan.Length > LongestKnown) return ContentPart.Unknown;
        Span<char> text = stackalloc char[LongestKnown];
        text = text[..Encoding.UTF8.GetChars(name.ValueSpan, text)];
        if (Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var part)) return part;
        return ContentKeys.Classify(name.ValueSpan, ModelOperation.Chat) switch
        {
            ContentKey.Url => ContentPart.Url,
            ContentKey.Inline or ContentKey.Audio => ContentPart.Opaque,
            _ => ContentPart.Unknown,
        };
    }
}
