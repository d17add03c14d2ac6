using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>An answer of a script: content, or <c>{"$error":"what went wrong","status":503}</c>.</summary>
internal static class ScriptedAnswer
{
    private const string ErrorProperty = "$error";

    public static (string? Message, int? Status) Error(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(ErrorProperty, out var message)) return (null, null);
        int? status = answer.TryGetProperty("status", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : null;
        return (message.ValueKind == JsonValueKind.String ? message.GetString()! : message.GetRawText(), status);
    }
}
