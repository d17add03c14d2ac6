using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>Well-formed chat completions, whole and streamed.</summary>
internal static class ChatScripts
{
    public const string Usage =
        """{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}""";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static UpstreamReply Answer(ProviderCall call) => call.Model switch
    {
        "script-tools" => HasToolResult(call) ? Text(call, "It is 21 degrees in ", "Paris.") : ToolCalls(call),
        "script-structured" => Text(call, """{"city":"Paris",""", """ "inhabitants":2102650}"""),
        "script-image" => Text(call, Describe(call)),
        "script-choices" => Choices(call),
        "script-logprobs" => Logprobs(call),
        "script-endless-net" or "script-endless-js" => UpstreamReply.Events().Data(Chunk(call.Model, ContentDelta("Once upon a time"))).Stall(),
        _ => Text(call, "Grüße", " from", " upstream 🚀"),
    };

    public static string Chunk(string model, string choices, string usage = "null", string id = "chatcmpl-script") =>
        $$"""{"id":"{{id}}","object":"chat.completion.chunk","created":1767225600,"model":"{{model}}","service_tier":"default","system_fingerprint":"fp_script","choices":[{{choices}}],"usage":{{usage}}}""";

    public static string Delta(string delta, string finish = "null", int index = 0, string logprobs = "null") =>
        $$"""{"index":{{index}},"delta":{{delta}},"logprobs":{{logprobs}},"finish_reason":{{finish}}}""";

    public static string ContentDelta(string text, int index = 0) => Delta($$"""{"content":{{Quote(text)}}}""", index: index);

    public static string Whole(string model, params IEnumerable<string> choices) =>
        $$"""{"id":"chatcmpl-{{Guid.NewGuid():N}}","object":"chat.completion","created":1767225600,"model":"{{model}}","choices":[{{string.Join(',', choices)}}],"usage":{{Usage}},"service_tier":"default","system_fingerprint":"fp_script","x_vendor":{"kept":true} }""";

    public static string Choice(string message, string finish = "stop", int index = 0, string logprobs = "null") =>
        $$"""{"index":{{index}},"message":{{message}},"logprobs":{{logprobs}},"finish_reason":"{{finish}}"}""";

    public static string Message(string text) => $$"""{"role":"assistant","content":{{Quote(text)}},"refusal":null,"annotations":[]}""";

    /// <summary>Characters beyond ASCII stay as they are: providers send them so.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    public static string Digest(string url) => $"{url.Length} {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(url)))}";

    private static UpstreamReply Text(ProviderCall call, params string[] parts) => call.Streams
        ? Stream(call, [Delta("""{"role":"assistant","content":"","refusal":null}"""), .. parts.Select(part => ContentDelta(part)), Delta("{}", "\"stop\"")])
        : UpstreamReply.Json(200, Whole(call.Model, Choice(Message(string.Concat(parts)))));

    private static UpstreamReply ToolCalls(ProviderCall call)
    {
        if (!call.Streams)
        {
            return UpstreamReply.Json(200, Whole(call.Model, Choice(
                """
                {"role":"assistant","content":null,"tool_calls":[
                {"id":"call_weather","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}},
                {"id":"call_time","type":"function","function":{"name":"get_time","arguments":"{\"zone\":\"Europe/Paris\"}"}}]}
                """, "tool_calls")));
        }

        return Stream(call,
            [
                Delta("""{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_weather","type":"function","function":{"name":"get_weather","arguments":""}}]}"""),
                Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"ci"}}]}"""),
                Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"ty\":\"Paris\"}"}}]}"""),
                Delta("""{"tool_calls":[{"index":1,"id":"call_time","type":"function","function":{"name":"get_time","arguments":""}}]}"""),
                Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"{\"zone\":\"Europe/Paris\"}"}}]}"""),
                Delta("{}", "\"tool_calls\""),
            ]);
    }

    private static UpstreamReply Choices(ProviderCall call) => call.Streams
        ? Stream(call,
            [
                Delta("""{"role":"assistant","content":""}"""), Delta("""{"role":"assistant","content":""}""", index: 1), ContentDelta("first "), ContentDelta("second ", 1),
                ContentDelta("choice"), ContentDelta("choice", 1), Delta("{}", "\"stop\""), Delta("{}", "\"length\"", 1),
            ])
        : UpstreamReply.Json(200, Whole(call.Model, Choice(Message("first choice")), Choice(Message("second choice"), "length", 1)));

    private static UpstreamReply Logprobs(ProviderCall call)
    {
        const string Logprobs =
            """{"content":[{"token":"Hi","logprob":-0.25,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.25,"bytes":[72,105]},{"token":"Yo","logprob":-1.5,"bytes":[89,111]}]}],"refusal":null}""";
        return call.Streams
            ? Stream(call, [Delta("""{"role":"assistant","content":"Hi"}""", logprobs: Logprobs), Delta("{}", "\"stop\"")])
            : UpstreamReply.Json(200, Whole(call.Model, Choice(Message("Hi"), logprobs: Logprobs)));
    }

    private static UpstreamReply Stream(ProviderCall call, IReadOnlyList<string> choices)
    {
        var id = $"chatcmpl-{Guid.NewGuid():N}";
        string[] usage = call.WantsUsage ? [Chunk(call.Model, "", Usage, id)] : [];
        return UpstreamReply.Events().Data([.. choices.Select(choice => Chunk(call.Model, choice, id: id)), .. usage, "[DONE]"]);
    }

    private static bool HasToolResult(ProviderCall call) => call.Body["messages"]!.AsArray().Any(message => message!["role"]!.GetValue<string>() == "tool");

    /// <summary>Length and hash of the image as it arrived, so that a caller can tell whether it arrived whole.</summary>
    private static string Describe(ProviderCall call)
    {
        var parts = call.Body["messages"]!.AsArray().Select(static message => message!["content"]).OfType<JsonArray>().SelectMany(static content => content);
        return Digest(parts.First(static part => part!["type"]!.GetValue<string>() == "image_url")!["image_url"]!["url"]!.GetValue<string>());
    }
}
