using System.Text;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Chat completions, whole and streamed.</summary>
internal static class SimulatedChat
{
    public static JsonObject Whole(SimulatedCall call) => new()
    {
        ["id"] = call.Id("chatcmpl-sim"),
        ["object"] = "chat.completion",
        ["created"] = call.Created,
        ["model"] = call.Model,
        ["choices"] = new JsonArray([.. call.Completions.Select((completion, index) => Choice(call, completion, index))]),
        ["usage"] = call.Tokens.ForChat(),
        ["system_fingerprint"] = "fp_simulated",
    };

    public static IEnumerable<JsonObject> Chunks(SimulatedCall call, bool finish)
    {
        for (var index = 0; index < call.Completions.Count; index++)
        {
            var completion = call.Completions[index];
            yield return Chunk(call, index, new JsonObject { ["role"] = "assistant", ["content"] = HasText(completion) ? "" : null, ["refusal"] = null });
            foreach (var delta in completion.Pieces.Select(static piece => new JsonObject { ["content"] = piece }).Concat(completion.Calls.Index().SelectMany(tool => ToolDeltas(call, tool.Item, index, tool.Index))))
                yield return Chunk(call, index, delta, completion.Call is null && call.Prompt.Logprobs ? Logprobs(call, [delta["content"]!.GetValue<string>()]) : null);
            if (finish) yield return Chunk(call, index, [], finishReason: FinishReason(completion));
        }

        if (finish)
        {
            var usage = Chunk(call, 0, []);
            usage["choices"] = new JsonArray();
            usage["usage"] = call.Tokens.ForChat();
            yield return usage;
        }
    }

    private static JsonObject Choice(SimulatedCall call, SimulatedCompletion completion, int index)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = HasText(completion) ? completion.Text : null, ["refusal"] = null, ["annotations"] = new JsonArray() };
        if (completion.Calls.Count > 0) message["tool_calls"] = new JsonArray([.. completion.Calls.Index().Select(tool => ToolCall(call, tool.Item, index, tool.Index, tool.Item.Arguments))]);
        return new JsonObject
        {
            ["index"] = index,
            ["message"] = message,
            ["logprobs"] = completion.Call is null && call.Prompt.Logprobs ? Logprobs(call, completion.Pieces) : null,
            ["finish_reason"] = FinishReason(completion),
        };
    }

    private static JsonObject Chunk(SimulatedCall call, int index, JsonObject delta, JsonObject? logprobs = null, string? finishReason = null) => new()
    {
        ["id"] = call.Id("chatcmpl-sim"),
        ["object"] = "chat.completion.chunk",
        ["created"] = call.Created,
        ["model"] = call.Model,
        ["system_fingerprint"] = "fp_simulated",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = logprobs, ["finish_reason"] = finishReason }),
        ["usage"] = null,
    };

    private static IEnumerable<JsonObject> ToolDeltas(SimulatedCall call, SimulatedTool tool, int index, int position)
    {
        var first = ToolCall(call, tool, index, position, "");
        first["index"] = position;
        yield return new JsonObject { ["tool_calls"] = new JsonArray(first) };
        const int Size = 8;
        for (var at = 0; at < tool.Arguments.Length; at += Size)
        {
            var piece = tool.Arguments.Substring(at, Math.Min(Size, tool.Arguments.Length - at));
            var part = tool.IsCustom ? new JsonObject { ["input"] = piece } : new JsonObject { ["arguments"] = piece };
            yield return new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = position, [tool.IsCustom ? "custom" : "function"] = part }) };
        }
    }

    private static JsonObject ToolCall(SimulatedCall call, SimulatedTool tool, int index, int position, string arguments)
    {
        var kind = tool.IsCustom ? "custom" : "function";
        return new JsonObject { ["id"] = call.Id("call_sim") + index + (position == 0 ? "" : $"_{position}"), ["type"] = kind, [kind] = new JsonObject { ["name"] = tool.Name, [tool.IsCustom ? "input" : "arguments"] = arguments } };
    }

    private static JsonObject Logprobs(SimulatedCall call, IReadOnlyList<string> pieces)
    {
        var content = new JsonArray();
        foreach (var piece in pieces)
        {
            var top = new JsonArray();
            for (var i = 0; i < call.Prompt.TopLogprobs; i++) top.Add(Logprob(i == 0 ? piece : $"alt{i}", -0.1 * (i + 1)));
            var entry = Logprob(piece, -0.1);
            entry["top_logprobs"] = top;
            content.Add(entry);
        }

        return new JsonObject { ["content"] = content, ["refusal"] = null };
    }

    private static JsonObject Logprob(string token, double logprob) => new()
    {
        ["token"] = token,
        ["logprob"] = logprob,
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(token).Select(static value => JsonValue.Create((int)value))]),
    };

    private static bool HasText(SimulatedCompletion completion) => completion.Call is null || completion.Pieces.Count > 0;

    private static string FinishReason(SimulatedCompletion completion) => completion.Call is not null ? "tool_calls" : completion.IsCut ? "length" : "stop";
}
