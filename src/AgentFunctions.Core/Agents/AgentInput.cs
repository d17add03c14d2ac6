using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Agents;

/// <summary>What a run of an agent can be started with: anything; but what looks like a conversation must be one, or its messages would be shown to the model as data.</summary>
internal static class AgentInput
{
    /// <summary>Roles that messages have; those of tools are shown as data, since an agent calls its tools itself.</summary>
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <summary>What is wrong with an input; null where nothing is.</summary>
    /// <param name="input">As it was given.</param>
    /// <param name="path">Where it stands, <c>input</c>.</param>
    public static ApiError? Problem(JsonElement input, string path)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || !messages.EnumerateArray().All(IsMessage)) return null;
        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            if (Roles.Contains(message.GetProperty("role").GetString())) continue;
            var field = string.Create(CultureInfo.InvariantCulture, $"{path}.messages[{index}].role");
            return ApiErrors.InvalidRequest(field, $"{field} is none of system, developer, user and assistant. Name one of these; or give what is no conversation under another name than 'messages'.");
        }

        return null;
    }

    private static bool IsMessage(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && message.TryGetProperty("content", out _);
}
