using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Resources;

namespace AgentFunctions.Http.Sessions;

/// <summary>
/// What a chat message must say, as OpenAI's API has it: text, or parts with a type. An assistant alone may say nothing, where it calls tools (or refused, or spoke) instead. Parts of types that are not known here pass.
/// </summary>
internal static class MessageContents
{
    public static ApiError? Find(JsonElement message, string path)
    {
        var role = message.GetProperty("role").GetString()!;
        if (message.TryGetProperty("content", out var content) && content.ValueKind != JsonValueKind.Null) return content.ValueKind == JsonValueKind.String ? null : FindParts(content, path + ".content");
        if (role == "assistant" && SaysElsewhere(message)) return null;
        return ApiErrors.InvalidRequest($"{path}.content", role == "assistant"
            ? $"{path}.content is missing: a message of the assistant has content, or tool_calls."
            : $"{path}.content is missing: a message of role {role} has content, a text or a list of parts.");
    }

    private static bool SaysElsewhere(JsonElement message) =>
        (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0)
        || (message.TryGetProperty("function_call", out var call) && call.ValueKind == JsonValueKind.Object)
        || (message.TryGetProperty("audio", out var audio) && audio.ValueKind == JsonValueKind.Object)
        || JsonText.Of(message, "refusal") is not null;

    private static ApiError? FindParts(JsonElement content, string path)
    {
        if (content.ValueKind != JsonValueKind.Array) return ApiErrors.InvalidRequest(path, $"{path} must be a text or a list of parts.");
        if (content.GetArrayLength() == 0) return ApiErrors.InvalidRequest(path, $"{path} must have at least one part.");
        foreach (var (index, part) in content.EnumerateArray().Index())
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            if (part.ValueKind != JsonValueKind.Object) return ApiErrors.InvalidRequest(item, $"{item} must be an object with a type, such as {{\"type\":\"text\",\"text\":\"...\"}}.");
            if (JsonText.Of(part, "type") is not { } type) return ApiErrors.InvalidRequest($"{item}.type", $"{item}.type is missing: text, image_url, input_audio, file or another type of part.");
            if (type is "text" or "refusal" && JsonText.Of(part, type) is null) return ApiErrors.InvalidRequest($"{item}.{type}", $"{item}.{type} is missing: a part of type {type} has its text there.");
        }

        return null;
    }
}
