using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>Well-formed answers of the Responses API, whole and streamed.</summary>
internal static class ResponseScripts
{
    private const string MessageId = "msg_script";
    private const string CallItemId = "fc_script";

    /// <summary>The id of every answer of that model.</summary>
    public static string IdOf(string model) => "resp_" + model;

    public static UpstreamReply Answer(ProviderCall call) => call.Model switch
    {
        "script-tools" when !HasToolResult(call) => Send(call, ToolCall(call.Model), Body(call.Model, FunctionCall)),
        "script-tools" => SendText(call, "It is 21 degrees in ", "Paris."),
        "script-structured" => SendText(call, """{"city":"Paris",""", """ "inhabitants":2102650}"""),
        "script-image" => SendText(call, ChatScripts.Digest(call.Body["input"]![0]!["content"]![1]!["image_url"]!.GetValue<string>())),
        "script-follow" => SendText(call, $"After {call.Body["previous_response_id"]?.GetValue<string>() ?? "nothing"}"),
        _ => SendText(call, "Grüße", " from", " upstream 🚀"),
    };

    public static UpstreamReply Retrieve(string id) => UpstreamReply.Json(200, Body("script-respond", Message("Kept for you"), id: id));

    /// <summary>The events of one text answer, a delta for each part.</summary>
    public static IEnumerable<(string Type, string Data)> Text(string model, params IReadOnlyList<string> parts)
    {
        var text = string.Concat(parts);
        var at = $"\"item_id\":\"{MessageId}\",\"output_index\":0,\"content_index\":0";
        return Numbered(
        [
            ("response.created", $"\"response\":{Body(model, "", "in_progress")}"),
            ("response.in_progress", $"\"response\":{Body(model, "", "in_progress")}"),
            ("response.output_item.added", $$"""
                "output_index":0,"item":{"id":"{{MessageId}}","type":"message","status":"in_progress","role":"assistant","content":[]}
                """),
            ("response.content_part.added", $$"""{{at}},"part":{"type":"output_text","text":"","annotations":[]}"""),
            .. parts.Select(part => ("response.output_text.delta", $"{at},\"delta\":{ChatScripts.Quote(part)}")),
            ("response.output_text.done", $"{at},\"text\":{ChatScripts.Quote(text)}"),
            ("response.content_part.done", $$"""{{at}},"part":{"type":"output_text","text":{{ChatScripts.Quote(text)}},"annotations":[]}"""),
            ("response.output_item.done", $"\"output_index\":0,\"item\":{Message(text)}"),
            ("response.completed", $"\"response\":{Body(model, Message(text))}"),
        ]);
    }

    private static string FunctionCall =>
        $$"""{"id":"{{CallItemId}}","type":"function_call","status":"completed","call_id":"call_weather","name":"get_weather","arguments":"{\"city\":\"Paris\"}"}""";

    private static IEnumerable<(string Type, string Data)> ToolCall(string model) => Numbered(
    [
        ("response.created", $"\"response\":{Body(model, "", "in_progress")}"),
        ("response.output_item.added", $$"""
            "output_index":0,"item":{"id":"{{CallItemId}}","type":"function_call","status":"in_progress","call_id":"call_weather","name":"get_weather","arguments":""}
            """),
        ("response.function_call_arguments.delta", $$"""
            "item_id":"{{CallItemId}}","output_index":0,"delta":"{\"city\":"
            """),
        ("response.function_call_arguments.delta", $$"""
            "item_id":"{{CallItemId}}","output_index":0,"delta":"\"Paris\"}"
            """),
        ("response.function_call_arguments.done", $$"""
            "item_id":"{{CallItemId}}","output_index":0,"name":"get_weather","arguments":"{\"city\":\"Paris\"}"
            """),
        ("response.output_item.done", $"\"output_index\":0,\"item\":{FunctionCall}"),
        ("response.completed", $"\"response\":{Body(model, FunctionCall)}"),
    ]);

    private static UpstreamReply SendText(ProviderCall call, params string[] parts) =>
        Send(call, Text(call.Model, parts), Body(call.Model, Message(string.Concat(parts))));

    private static UpstreamReply Send(ProviderCall call, IEnumerable<(string Type, string Data)> events, string whole) =>
        call.Streams ? UpstreamReply.Events().Typed(events) : UpstreamReply.Json(200, whole);

    private static IEnumerable<(string Type, string Data)> Numbered(IEnumerable<(string Type, string Fields)> events) =>
        events.Select(static (item, number) => (item.Type, $$"""{"type":"{{item.Type}}","sequence_number":{{number}},{{item.Fields.Trim()}}}"""));

    private static string Message(string text) =>
        $$"""{"id":"{{MessageId}}","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":{{ChatScripts.Quote(text)}},"annotations":[],"logprobs":[]}]}""";

    private static string Body(string model, string output, string status = "completed", string? id = null)
    {
        const string Usage = """{"input_tokens":11,"input_tokens_details":{"cached_tokens":4},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":18}""";
        return $$$"""
            {"id":"{{{id ?? IdOf(model)}}}","object":"response","created_at":1767225600,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,
            "model":"{{{model}}}","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,
            "text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{{(status == "completed" ? Usage : "null")}}},"user":null,"metadata":{}}
            """.ReplaceLineEndings("");
    }

    private static bool HasToolResult(ProviderCall call) =>
        call.Body["input"] is JsonArray items && items.Any(static item => item!["type"]?.GetValue<string>() == "function_call_output");
}
