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

    /// <summary>On whose behalf, and the field that says so.</summary>
    public (string Name, string Value)? EndUser { get; init; }

    /// <summary>Names of parameters that were passed over.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public string Model => Prefix + Agent;

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
            if (AgentModelParameters.Refusal(root) is { } refusal) return refusal;
            if (Problem(root, out var messages) is { } problem) return problem;
            var input = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["messages"] = messages }, AgentModelJson.Default.DictionaryStringJsonElement);
            return new AgentModelRequest(agent, input, IsTrue(root, "stream"), root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && IsTrue(options, "include_usage"))
            {
                EndUser = EndUserOf(root),
                Ignored = AgentModelParameters.Ignored(root),
            };
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The agent that a body for another endpoint names; null for none.</summary>
    public static string? AgentOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "model") is not { } model || !model.StartsWith(Prefix, StringComparison.Ordinal)) return null;
            var agent = model[Prefix.Length..];
            return ResourceIds.IsValid(agent) ? agent : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Name, string Value)? EndUserOf(JsonElement root)
    {
        foreach (var name in (string[])["safety_identifier", "user"])
        {
            if (Text(root, name) is { Length: > 0 } person) return (name, person);
        }

        return null;
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

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
