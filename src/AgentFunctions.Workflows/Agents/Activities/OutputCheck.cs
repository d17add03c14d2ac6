using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Whether an answer is what the agent's output schema describes.</summary>
internal static class OutputCheck
{
    private const string Fence = "```";

    /// <summary>null where it fits; else what the model is told.</summary>
    public static string? Read(string text, JsonElement schema, out JsonElement? answer)
    {
        answer = null;
        JsonElement value;
        try
        {
            using var document = JsonDocument.Parse(Unfenced(text));
            value = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return $"Your answer is no JSON. Answer with nothing but JSON that fits this schema: {schema.GetRawText()}";
        }

        if (InputSchema.Compile(schema).Validate(value, "answer", "The answer") is { } error)
            return $"Your answer does not fit the schema. {RunFault.Of(error).Message} Answer with nothing but JSON that fits this schema: {schema.GetRawText()}";
        answer = value;
        return null;
    }

    // Models like to wrap JSON in a fence, whatever they are told.
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(Fence, StringComparison.Ordinal) || !trimmed.EndsWith(Fence, StringComparison.Ordinal)) return trimmed;
        var line = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return line < 0 ? trimmed : trimmed[(line + 1)..^Fence.Length].Trim();
    }
}
