using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>What was said so far, as a scenario needs it. Chat completions only.</summary>
internal sealed class SimulatedConversation
{
    private readonly Dictionary<string, JsonElement> _results = new(StringComparer.Ordinal);
    private readonly List<string> _openings = [];

    private SimulatedConversation()
    {
    }

    /// <summary>Texts that may hold a scenario: of the system and the first user message.</summary>
    public IReadOnlyList<string> Openings => _openings;

    /// <summary>Messages of the assistant.</summary>
    public int Turns { get; private set; }

    /// <summary>Of these, those after the last user message.</summary>
    public int TurnsSinceQuestion { get; private set; }

    /// <summary>Text of the last user message.</summary>
    public string Question { get; private set; } = "";

    public static SimulatedConversation Read(JsonElement root)
    {
        var conversation = new SimulatedConversation();
        if (root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array) conversation.Read(messages.EnumerateArray());
        return conversation;
    }

    /// <summary>The latest result of a function; null where there is none.</summary>
    public JsonElement? Result(string function) => _results.TryGetValue(function, out var result) ? result : null;

    private void Read(JsonElement.ArrayEnumerator messages)
    {
        var functions = new Dictionary<string, string>(StringComparer.Ordinal);
        var isFirstQuestion = true;
        foreach (var message in messages)
        {
            if (message.ValueKind != JsonValueKind.Object) continue;
            var content = SimulatedPrompt.TextOf(message);
            switch (SimulatedPrompt.Text(message, "role"))
            {
                case "system" or "developer":
                    _openings.Add(content);
                    break;
                case "user":
                    if (isFirstQuestion) _openings.Add(content);
                    (isFirstQuestion, TurnsSinceQuestion, Question) = (false, 0, content);
                    break;
                case "assistant":
                    Turns++;
                    TurnsSinceQuestion++;
                    Note(message, functions);
                    break;
                case "tool":
                    if (SimulatedPrompt.Text(message, "tool_call_id") is { } id && functions.TryGetValue(id, out var function)) _results[function] = Value(content);
                    break;
            }
        }
    }

    private static void Note(JsonElement message, Dictionary<string, string> functions)
    {
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array) return;
        foreach (var call in calls.EnumerateArray())
            if (SimulatedPrompt.Text(call, "id") is { } id && call.TryGetProperty("function", out var function) && SimulatedPrompt.Text(function, "name") is { } name) functions[id] = name;
    }

    private static JsonElement Value(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(content, SimulatedJsonContext.Default.String);
        }
    }
}
