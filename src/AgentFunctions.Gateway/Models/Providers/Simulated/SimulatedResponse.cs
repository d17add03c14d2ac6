using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Responses, whole and streamed.</summary>
internal sealed class SimulatedResponse(SimulatedCall call)
{
    private readonly SimulatedCompletion _completion = call.Completions[0];
    private int _sequence;

    public string Id => call.Id("resp_sim");

    public JsonObject Whole() => Envelope(_completion.IsCut ? "incomplete" : "completed", Output());

    public IEnumerable<JsonObject> Events(bool finish)
    {
        yield return Event("response.created", ("response", Envelope("in_progress", [])));
        yield return Event("response.in_progress", ("response", Envelope("in_progress", [])));
        var index = 0;
        if (call.Script.Reasoning)
        {
            yield return Event("response.output_item.added", ("output_index", 0), ("item", Reasoning()));
            yield return Event("response.output_item.done", ("output_index", 0), ("item", Reasoning()));
            index = 1;
        }

        foreach (var step in _completion.Call is { } tool ? ToolEvents(tool, index) : TextEvents(index)) yield return step;
        if (finish) yield return Event(_completion.IsCut ? "response.incomplete" : "response.completed", ("response", Whole()));
    }

    private IEnumerable<JsonObject> TextEvents(int index)
    {
        yield return Event("response.output_item.added", ("output_index", index), ("item", Message([], "in_progress")));
        yield return Event("response.content_part.added", ("item_id", MessageId), ("output_index", index), ("content_index", 0), ("part", Text("")));
        foreach (var piece in _completion.Pieces)
            yield return Event("response.output_text.delta", ("item_id", MessageId), ("output_index", index), ("content_index", 0), ("delta", piece), ("logprobs", new JsonArray()));
        yield return Event("response.output_text.done", ("item_id", MessageId), ("output_index", index), ("content_index", 0), ("text", _completion.Text), ("logprobs", new JsonArray()));
        yield return Event("response.content_part.done", ("item_id", MessageId), ("output_index", index), ("content_index", 0), ("part", Text(_completion.Text)));
        yield return Event("response.output_item.done", ("output_index", index), ("item", Message([Text(_completion.Text)], "completed")));
    }

    private IEnumerable<JsonObject> ToolEvents(SimulatedTool tool, int index)
    {
        const int Size = 8;
        var (family, field) = tool.IsCustom ? ("response.custom_tool_call_input", "input") : ("response.function_call_arguments", "arguments");
        yield return Event("response.output_item.added", ("output_index", index), ("item", ToolCall(tool, "", "in_progress")));
        for (var at = 0; at < tool.Arguments.Length; at += Size)
            yield return Event(family + ".delta", ("item_id", CallId), ("output_index", index), ("delta", tool.Arguments.Substring(at, Math.Min(Size, tool.Arguments.Length - at))));
        yield return Event(family + ".done", ("item_id", CallId), ("output_index", index), ("name", tool.Name), (field, tool.Arguments));
        yield return Event("response.output_item.done", ("output_index", index), ("item", ToolCall(tool, tool.Arguments, "completed")));
    }

    private string MessageId => call.Id("msg_sim");

    private string CallId => call.Id("fc_sim");

    private JsonArray Output()
    {
        var output = new JsonArray();
        if (call.Script.Reasoning) output.Add(Reasoning());
        output.Add(_completion.Call is { } tool ? ToolCall(tool, tool.Arguments, "completed") : Message([Text(_completion.Text)], _completion.IsCut ? "incomplete" : "completed"));
        return output;
    }

    private JsonObject Envelope(string status, JsonArray output) => new()
    {
        ["id"] = Id,
        ["object"] = "response",
        ["created_at"] = call.Created,
        ["status"] = status,
        ["background"] = false,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = Echo("instructions"),
        ["max_output_tokens"] = Echo("max_output_tokens"),
        ["model"] = call.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = Echo("parallel_tool_calls") ?? true,
        ["previous_response_id"] = Echo("previous_response_id"),
        ["reasoning"] = new JsonObject { ["effort"] = null, ["summary"] = null },
        ["store"] = Echo("store") ?? true,
        ["temperature"] = Echo("temperature") ?? 1.0,
        ["text"] = Echo("text") ?? new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = Echo("tool_choice") ?? "auto",
        ["tools"] = Echo("tools") ?? new JsonArray(),
        ["top_p"] = Echo("top_p") ?? 1.0,
        ["truncation"] = Echo("truncation") ?? "disabled",
        ["usage"] = status == "in_progress" ? null : call.Tokens.ForResponses(),
        ["user"] = Echo("user"),
        ["metadata"] = Echo("metadata") ?? new JsonObject(),
    };

    private JsonObject Message(JsonArray content, string status) => new() { ["id"] = MessageId, ["type"] = "message", ["status"] = status, ["role"] = "assistant", ["content"] = content };

    private static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private JsonObject Reasoning() => new() { ["id"] = call.Id("rs_sim"), ["type"] = "reasoning", ["summary"] = new JsonArray() };

    private JsonObject ToolCall(SimulatedTool tool, string arguments, string status) => new()
    {
        ["id"] = CallId,
        ["type"] = tool.IsCustom ? "custom_tool_call" : "function_call",
        ["status"] = status,
        ["call_id"] = call.Id("call_sim"),
        ["name"] = tool.Name,
        [tool.IsCustom ? "input" : "arguments"] = arguments,
    };

    private JsonObject Event(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var result = new JsonObject { ["type"] = type, ["sequence_number"] = _sequence++ };
        foreach (var (name, value) in members) result[name] = value;
        return result;
    }

    private JsonNode? Echo(string name) => call.Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? JsonNode.Parse(value.GetRawText()) : null;
}
