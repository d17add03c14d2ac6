using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentFunctions.TestKit.Tools;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.LocalHost.Tests.Subjects;

/// <summary>A model and a tool server that say again whatever mark they were shown, and go by a plan of the agent whose instructions name it.</summary>
internal sealed partial class EchoModel : IAsyncDisposable
{
    private readonly ToolServer _server;

    private EchoModel(ToolServer server)
    {
        _server = server;
        server.Handler = (context, number) => AnswerAsync(context, server.Calls[number - 1].Body);
    }

    public string Url => _server.Url;

    public string Endpoint => _server.Endpoint;

    public static async Task<EchoModel> StartAsync() => new(await ToolServer.StartAsync());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, string body)
    {
        var mark = Mark().Match(body).Value;
        context.Response.ContentType = "application/json";
        if (context.Request.Path.StartsWithSegments("/tools", StringComparison.Ordinal))
        {
            var padding = string.Join(' ', Enumerable.Range(0, 6000).Select(i => $"w{i * 7919 % 6007}"));
            await context.Response.WriteAsync(new JsonObject { ["found"] = mark + "-result", ["padding"] = padding }.ToJsonString());
            return;
        }

        var request = JsonNode.Parse(body)!;
        var messages = request["messages"]!.AsArray();
        var turn = messages.Count(static message => message!["role"]!.GetValue<string>() == "assistant");
        var message = Plan(messages[0]!["content"]!.ToString(), turn, mark);
        await context.Response.WriteAsync($$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1767440037,"model":"echo","choices":[{"index":0,"message":{{{message.ToJsonString()}}},"finish_reason":"{{{(message["tool_calls"] is null ? "stop" : "tool_calls")}}}"}],
            "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}
            """);
    }

    private static JsonObject Plan(string instructions, int turn, string mark) => (instructions, turn) switch
    {
        ("clerk", 0) => Call("lookup", new JsonObject { ["q"] = mark + "-arguments" }),
        ("clerk", 1) => Call("memory_note", new JsonObject { ["text"] = $"The parcel of {mark}-note is heavy and painted blue." }),
        ("clerk", 2) => Call("agent_helper", new JsonObject { ["input"] = mark + "-errand" }),
        ("recaller", 0) => Call("memory_search", new JsonObject { ["query"] = "heavy parcel painted blue" }),
        ("recaller", 1) => Call("agent_helper", new JsonObject { ["input"] = mark + "-errand" }),
        ("payer", 0) => Call("pay", new JsonObject { ["note"] = mark + "-payment" }),
        _ => new JsonObject { ["role"] = "assistant", ["content"] = mark + "-answer" },
    };

    private static JsonObject Call(string name, JsonObject arguments) => new()
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "call_" + name, ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments.ToJsonString() } }),
    };

    [GeneratedRegex("qz[a-z]+7f3")]
    private static partial Regex Mark();
}
