using System.Text.Json;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Http.AgentModels;

/// <summary>
/// What a chat completion may ask of an agent. Chat clients send sampling parameters and caps with every call, so these are passed over and named in the answer; what would make another answer of it (tools of the caller, a format, several
/// choices, stops) is refused by name, because an agent brings its own.
/// </summary>
internal static class AgentModelParameters
{
    /// <summary>Most names in the header of the answer.</summary>
    private const int MostNamed = 32;

    private const int MaxName = 64;

    private static readonly string[] Used = ["model", "messages", "stream", "stream_options", "n", "user", "safety_identifier"];

    private static readonly string[] Unsupported =
    [
        "tools", "functions", "tool_choice", "function_call", "response_format", "stop", "modalities", "logprobs", "top_logprobs", "audio", "prediction", "web_search_options",
    ];

    /// <summary>The refusal of the first parameter that an agent does not serve; null where there is none.</summary>
    public static ApiError? Refusal(JsonElement body)
    {
        foreach (var name in Unsupported)
        {
            if (body.TryGetProperty(name, out var value) && !SaysNothing(name, value)) return ApiErrors.UnsupportedParameter(name, $"'{name}' is not for agents as models: an agent brings its own tools and form of answer. Leave it out.");
        }

        return body.TryGetProperty("n", out var n) && !(n.ValueKind == JsonValueKind.Null || (n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var choices) && choices == 1))
            ? ApiErrors.UnsupportedParameter("n", "An agent gives one answer; leave 'n' out.")
            : null;
    }

    /// <summary>Names that are there and that nothing was done with, in order; only such as can stand in a header.</summary>
    public static IReadOnlyList<string> Ignored(JsonElement body) =>
    [
        .. body.EnumerateObject()
            .Where(static member => member.Value.ValueKind != JsonValueKind.Null && !Used.Contains(member.Name) && !Unsupported.Contains(member.Name) && IsPlain(member.Name))
            .Select(static member => member.Name).Order(StringComparer.Ordinal).Take(MostNamed),
    ];

    /// <summary>The value asks for what is done anyway.</summary>
    private static bool SaysNothing(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0 || (name == "modalities" && value.GetArrayLength() == 1 && IsText(value[0], "text")),
        JsonValueKind.Number => name == "top_logprobs" && value.TryGetInt32(out var count) && count == 0,
        JsonValueKind.Object => name == "response_format" && value.TryGetProperty("type", out var type) && IsText(type, "text"),
        _ => false,
    };

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsPlain(string name) => name.Length is > 0 and <= MaxName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
