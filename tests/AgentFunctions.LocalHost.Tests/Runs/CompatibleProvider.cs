using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Tools;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>An OpenAI-compatible provider of nobody's: it answers chat completions from a script, one turn a call.</summary>
internal sealed class CompatibleProvider : IAsyncDisposable
{
    private readonly ToolServer _server;
    private readonly ConcurrentQueue<string> _turns = new();

    private CompatibleProvider(ToolServer server)
    {
        _server = server;
        server.Handler = AnswerAsync;
    }

    public string Url => _server.Url + "/v1";

    /// <summary>What it was sent, in order, each with the key that came along.</summary>
    public IReadOnlyList<(JsonNode Body, string Key)> Calls => [.. _server.Calls.Select(static call => (JsonNode.Parse(call.Body)!, call.Headers["Authorization"]))];

    public static async Task<CompatibleProvider> StartAsync() => new(await ToolServer.StartAsync());

    /// <summary>The next turn calls a tool.</summary>
    public void CallsTool(string tool, string arguments) => _turns.Enqueue(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = $"call_{_turns.Count}", ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments } }),
    }.ToJsonString());

    /// <summary>The next turn says something.</summary>
    public void Says(string text) => _turns.Enqueue(new JsonObject { ["role"] = "assistant", ["content"] = text }.ToJsonString());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, int number)
    {
        context.Response.ContentType = "application/json";
        if (!_turns.TryDequeue(out var message))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("""{"error":{"message":"The script is over.","type":"server_error"}}""");
            return;
        }

        var isCall = message.Contains("tool_calls", StringComparison.Ordinal);
        await context.Response.WriteAsync($$$"""
            {"id":"chatcmpl-{{{number}}}","object":"chat.completion","created":1767440037,"model":"house-model-7b","choices":[{"index":0,"message":{{{message}}},"finish_reason":"{{{(isCall ? "tool_calls" : "stop")}}}"}],
            "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}
            """);
    }
}
