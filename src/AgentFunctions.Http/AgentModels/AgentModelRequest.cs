using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Http.AgentModels;

/// <summary>A chat completion whose model is an agent: <c>agent/triage</c>.</summary>
/// <param name="Agent">Id of the agent.</param>
/// <param name="Input">The messages, as the input of a run.</param>
/// <param name="Stream">The caller wants events.</param>
/// <param name="IncludeUsage">And usage among them.</param>
internal sealed record AgentModelRequest(string Agent, JsonElement Input, bool Stream, bool IncludeUsage)
{
    public const string Prefix = "agent/";

    private static readonly string[] Unsupported = ["tools", "functions", "tool_choice", "function_call", "response_format", "logprobs", "audio", "prediction", "web_search_options"];

    public string Model => Prefix + Agent;

    /// <summary>On whose behalf, as the body says, and the member that says so: <c>safety_identifier</c>, else <c>user</c>; null where neither does.</summary>
    public (string Name, string Value)? Person { get; private init; }

    /// <summary>Whether a body can name an agent at all: almost none does, and those that do not are not read twice.</summary>
    public static bool MayBe(ReadOnlySpan<byte> body) => body.IndexOf("\"agent/"u8) >= 0 || body.IndexOf("\"agent\\/"u8) >= 0;

    /// <summary>The request; neither value nor error where the model is none of ours, or the body is for others to refuse.</summary>
    public static Outcome<AgentModelRequest> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "model") is not { } model || !model.StartsWith(Prefix, StringComparison.Ordinal)) return default;
            var agent = model[Prefix.Length..];
            if (!ResourceIds.IsValid(agent)) return default;
            foreach (var name in Unsupported)
            {
                if (root.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
                    return ApiErrors.UnsupportedParameter(name, $"'{name}' is not for agents as models: an agent brings its own. Leave it out.");
            }

            if (root.TryGetProperty("n", out var n) && !(n.ValueKind == JsonValueKind.Null || (n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var choices) && choices == 1)))
                return ApiErrors.UnsupportedParameter("n", "An agent gives one answer; leave 'n' out.");
            if (Problem(root, out var messages) is { } problem) return problem;
            var input = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["messages"] = messages }, AgentModelJson.Default.DictionaryStringJsonElement);
            return new AgentModelRequest(agent, input, IsTrue(root, "stream"), root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && IsTrue(options, "include_usage"))
            {
                Person = Said(root, "safety_identifier") ?? Said(root, "user"),
            };
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ApiError? Problem(JsonElement root, out JsonElement messages)
    {
        if (!root.TryGetProperty("messages", out messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
            return ApiErrors.InvalidRequest("messages", "'messages' is a list with at least one message.");
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var path = $"messages[{index++}]";
            if (message.ValueKind != JsonValueKind.Object || Text(message, "role") is not ("system" or "developer" or "user" or "assistant"))
                return ApiErrors.InvalidRequest(path + ".role", $"{path}.role is system, developer, user or assistant: an agent calls its tools itself.");
            if (!message.TryGetProperty("content", out var content) || content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
                return ApiErrors.InvalidRequest(path + ".content", $"{path}.content is a text or a list of parts.");
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (string Name, string Value)? Said(JsonElement root, string name) => Text(root, name) is { Length: > 0 } text ? (name, text) : null;

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
