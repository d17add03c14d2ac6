using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>Reads the assistant's message of a chat completion.</summary>
internal static class AssistantMessage
{
    /// <summary>Calls that are taken of one message; a model that asks for more is cut.</summary>
    public const int MaxCalls = 64;

    /// <summary>The message as it goes back to the model: role, content and calls, each call with an id of its own. null where there is none.</summary>
    public static JsonElement? Read(JsonElement answer, string stepId, out string? finishReason)
    {
        finishReason = null;
        if (!answer.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0) return null;
        if (choices[0].ValueKind != JsonValueKind.Object || !choices[0].TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object) return null;
        finishReason = Text(choices[0], "finish_reason");
        var made = new JsonObject { ["role"] = "assistant", ["content"] = Text(message, "content") };
        if (Text(message, "refusal") is { } refusal) made["content"] = made["content"] ?? refusal;
        if (message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0) made["tool_calls"] = Calls(calls, stepId);
        return JsonSerializer.SerializeToElement(made, AgentJson.Default.JsonObject);
    }

    public static int CallCount(JsonElement message) => message.TryGetProperty("tool_calls", out var calls) ? calls.GetArrayLength() : 0;

    public static (string Id, string Name, string Arguments) Call(JsonElement message, int index)
    {
        var call = message.GetProperty("tool_calls")[index];
        var function = call.GetProperty("function");
        return (call.GetProperty("id").GetString()!, function.GetProperty("name").GetString()!, function.GetProperty("arguments").GetString()!);
    }

    public static string Content(JsonElement message) => Text(message, "content") ?? "";

    /// <summary>The arguments of a call; null where they are no JSON object.</summary>
    public static JsonElement? Arguments(JsonElement message, int index)
    {
        var text = Call(message, index).Arguments;
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Some servers give no ids, or the same one twice; the model's next turn needs each answer to find its call.
    private static JsonArray Calls(JsonElement calls, string stepId)
    {
        var made = new JsonArray();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in calls.EnumerateArray().Take(MaxCalls))
        {
            var function = call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            var id = call.ValueKind == JsonValueKind.Object ? Text(call, "id") : null;
            if (string.IsNullOrEmpty(id) || !ids.Add(id)) id = $"call_{stepId}_{made.Count}";
            made.Add(new JsonObject
            {
                ["id"] = id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = Text(function, "name") ?? "", ["arguments"] = Text(function, "arguments") ?? (function.ValueKind == JsonValueKind.Object && function.TryGetProperty("arguments", out var raw) ? raw.GetRawText() : "") },
            });
        }

        return made;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
