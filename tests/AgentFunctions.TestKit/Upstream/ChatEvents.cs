namespace AgentFunctions.TestKit.Upstream;

/// <summary>Events of chat and responses streams, spelt as OpenAI spells them.</summary>
public static class ChatEvents
{
    public const string Done = "data: [DONE]\n\n";

    public const string Usage = """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":1}}}""" + "\n\n";

    /// <summary>A whole answer.</summary>
    public const string Whole = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    /// <summary>The events of a complete stream, usage and <c>[DONE]</c> included.</summary>
    public static IReadOnlyList<string> Complete { get; } = [Delta("Hel"), Delta("lo"), Finish(), Usage, Done];

    public static string Delta(string content, int index = 0) =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":{{{index}}},"delta":{"content":"{{{content}}}"},"finish_reason":null}]}""" + "\n\n";

    public static string Finish(int index = 0, string reason = "stop") =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":{{{index}}},"delta":{},"finish_reason":"{{{reason}}}"}]}""" + "\n\n";

    public static string Response(string type, string rest, int sequence = 0) => $$"""
        event: {{type}}
        data: {"type":"{{type}}","sequence_number":{{sequence}},{{rest}}}


        """.ReplaceLineEndings("\n");

    /// <summary>The terminal event of a response with one message item.</summary>
    public static string ResponseCompleted(string id, string itemId = "msg_1") => Response(
        "response.completed",
        $$$"""
        "response":{"id":"{{{id}}}","object":"response","status":"completed","error":null,"output":[{"id":"{{{itemId}}}","type":"message","role":"assistant","content":[]}],"usage":{"input_tokens":11,"output_tokens":5,"total_tokens":16}}
        """.Trim(),
        9);
}
