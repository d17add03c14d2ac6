using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.ModelCalls;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>A model that a test scripts; sees every body it is sent.</summary>
internal sealed class ScriptedModel : IModelInvoker
{
    public ConcurrentQueue<JsonElement> Bodies { get; } = new();

    public ConcurrentQueue<ModelRequest> Requests { get; } = new();

    /// <summary>Answers a body: a message, an error, or a wait for the token.</summary>
    public Func<JsonElement, CancellationToken, ValueTask<Outcome<JsonNodeReply>>> Answer { get; set; } = static (_, _) => new((Outcome<JsonNodeReply>)Text("done"));

    public async ValueTask<Outcome<ModelReply>> InvokeAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var body = JsonDocument.Parse(request.Body).RootElement;
        Bodies.Enqueue(body);
        Requests.Enqueue(request);
        var outcome = await Answer(body, cancellationToken);
        if (outcome.Value is not { } reply) return outcome.Error!;
        var answer = new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = reply.Message.DeepClone(), ["finish_reason"] = "stop" }) };
        return new ModelReply(request.CallId, JsonSerializer.SerializeToElement(answer), new TokenCounts(10, 0, 0, 0, 5, 0, 0), new NanoDollars(1000));
    }

    /// <summary>Answers turn by turn: the n-th of these where n turns were taken before; the last one again after that.</summary>
    public void Say(params JsonNodeReply[] turns) => Answer = (body, _) => new((Outcome<JsonNodeReply>)turns[Math.Min(TurnsOf(body), turns.Length - 1)]);

    public static int TurnsOf(JsonElement body) => body.GetProperty("messages").EnumerateArray().Count(static message => message.GetProperty("role").GetString() == "assistant");

    public static JsonNodeReply Text(string text) => new(new JsonObject { ["role"] = "assistant", ["content"] = text });

    public static JsonNodeReply Call(params (string Name, string Arguments)[] calls) => new(new JsonObject
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray([.. calls.Select(static (call, index) => new JsonObject
        {
            ["id"] = $"c{index}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
        })]),
    });
}
