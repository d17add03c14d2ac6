using System.Text;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>What a simulated model understands of a request of either surface.</summary>
internal sealed record SimulatedPrompt
{
    private const int BytesPerToken = 4;
    private const int TokensPerMessage = 3;

    /// <summary>Text of the last user message.</summary>
    public string Question { get; private init; } = "";

    /// <summary>The last entry is a tool's result: its text.</summary>
    public string? ToolResult { get; private init; }

    public long InputTokens { get; private init; }

    /// <summary>The tool to call; null answers in text.</summary>
    public SimulatedTool? Call { get; private init; }

    /// <summary>What a scenario says and calls at this turn; null without one.</summary>
    public (string Text, IReadOnlyList<SimulatedTool> Calls)? Written { get; private init; }

    /// <summary>Schema the answer must conform to; null for free text.</summary>
    public JsonElement? OutputSchema { get; private init; }

    /// <summary><c>json_object</c> without a schema.</summary>
    public bool AnyJson { get; private init; }

    public bool Logprobs { get; private init; }

    public int TopLogprobs { get; private init; }

    public static SimulatedPrompt Read(JsonElement root, ModelOperation operation, string deployment)
    {
        var entries = Entries(root, operation);
        var (question, toolResult, text) = ("", default(string), new StringBuilder());
        if (root.TryGetProperty("instructions", out var instructions) && instructions.ValueKind == JsonValueKind.String) text.Append(instructions.GetString());
        foreach (var entry in entries)
        {
            var content = TextOf(entry);
            text.Append(content);
            var role = Text(entry, "role") ?? Text(entry, "type") ?? "";
            if (role == "user") question = content;
            toolResult = role is "tool" or "function_call_output" or "custom_tool_call_output" ? content : null;
        }

        var (format, schema) = Format(root, operation);
        return new SimulatedPrompt
        {
            Question = question,
            ToolResult = toolResult,
            InputTokens = (text.Length / BytesPerToken) + (TokensPerMessage * Math.Max(1, entries.Count)),
            Call = toolResult is null ? Choose(root, question) : null,
            Written = operation == ModelOperation.Chat ? Scripted(root, deployment) : null,
            OutputSchema = schema,
            AnyJson = format == "json_object",
            Logprobs = root.TryGetProperty("logprobs", out var wanted) && wanted.ValueKind == JsonValueKind.True,
            TopLogprobs = root.TryGetProperty("top_logprobs", out var top) && top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var count) ? Math.Clamp(count, 0, 20) : 0,
        };
    }

    private static List<JsonElement> Entries(JsonElement root, ModelOperation operation)
    {
        if (!root.TryGetProperty(operation == ModelOperation.Chat ? "messages" : "input", out var list)) return [];
        if (list.ValueKind == JsonValueKind.Array) return [.. list.EnumerateArray()];
        using var message = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["role"] = "user", ["content"] = list.ToString() }, SimulatedJsonContext.Default.DictionaryStringString));
        return [message.RootElement.Clone()];
    }

    internal static string TextOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object) return "";
        if (!entry.TryGetProperty("content", out var content) && !entry.TryGetProperty("output", out content)) return "";
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        return content.ValueKind != JsonValueKind.Array ? "" : string.Concat(content.EnumerateArray().Select(static part => part.ValueKind == JsonValueKind.Object ? Text(part, "text") : null));
    }

    private static SimulatedTool? Choose(JsonElement root, string question)
    {
        if (!root.TryGetProperty("tools", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var tools = list.EnumerateArray().Select(SimulatedTool.Read).OfType<SimulatedTool>().ToArray();
        if (tools.Length == 0) return null;
        var choice = root.TryGetProperty("tool_choice", out var given) ? given : default;
        if (choice.ValueKind == JsonValueKind.Object)
        {
            var holder = choice.TryGetProperty("function", out var function) ? function : choice.TryGetProperty("custom", out var custom) ? custom : choice;
            return tools.FirstOrDefault(tool => tool.Name == Text(holder, "name")) ?? tools[0];
        }

        var mode = choice.ValueKind == JsonValueKind.String ? choice.GetString() : "auto";
        if (mode == "none") return null;
        if (mode == "required") return tools[0];
        return tools.FirstOrDefault(tool => question.Contains(tool.Name, StringComparison.OrdinalIgnoreCase))
            ?? (question.Contains("tool", StringComparison.OrdinalIgnoreCase) ? tools[0] : null);
    }

    private static (string Text, IReadOnlyList<SimulatedTool> Calls)? Scripted(JsonElement root, string deployment)
    {
        var conversation = SimulatedConversation.Read(root);
        if (SimulatedScenario.Find(conversation, deployment)?.Turn(conversation) is not { } turn) return null;
        var calls = turn.TryGetProperty("calls", out var listed) && listed.ValueKind == JsonValueKind.Array ? listed.EnumerateArray() : default;
        return (
            SimulatedTemplate.Text(Text(turn, "text") ?? "", conversation),
            [.. calls.Where(static call => Text(call, "name") is not null).Select(call => SimulatedTool.Written(Text(call, "name")!, call.TryGetProperty("arguments", out var given) ? SimulatedTemplate.Fill(given, conversation) : null))]);
    }

    private static (string? Format, JsonElement? Schema) Format(JsonElement root, ModelOperation operation)
    {
        JsonElement format;
        if (operation == ModelOperation.Chat)
        {
            if (!root.TryGetProperty("response_format", out format)) return default;
        }
        else if (!root.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object || !text.TryGetProperty("format", out format))
        {
            return default;
        }

        if (format.ValueKind != JsonValueKind.Object) return default;
        var holder = format.TryGetProperty("json_schema", out var nested) ? nested : format;
        return (Text(format, "type"), holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("schema", out var schema) ? schema : null);
    }

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
