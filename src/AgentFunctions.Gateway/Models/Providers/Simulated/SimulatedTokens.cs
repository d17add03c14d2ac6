using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>The usage of a simulated answer.</summary>
internal readonly record struct SimulatedTokens(long Input, long Cached, long Output, long Reasoning)
{
    private const int CachePage = 128;
    private const int SmallestCached = 1024;

    public static SimulatedTokens Count(SimulatedPrompt prompt, SimulatedScript script, ulong seed, IReadOnlyList<SimulatedCompletion> completions, int? limit)
    {
        var input = prompt.InputTokens;
        var cached = script.Cached ? input / 2 : input >= SmallestCached ? input / 2 / CachePage * CachePage : 0;
        var reasoning = script.Reasoning ? 32 + (long)(seed % 64) : 0;
        var output = completions.Sum(static completion => completion.Calls.Sum(static call => 4 + (call.Arguments.Length / 4)) + completion.Pieces.Count);

        // As any model that honours its cap: thoughts and tool calls count within it.
        var most = limit * (long)completions.Count ?? long.MaxValue;
        return new SimulatedTokens(input, cached, Math.Min(output + reasoning, most), Math.Min(reasoning, most));
    }

    public JsonObject ForChat() => new()
    {
        ["prompt_tokens"] = Input,
        ["completion_tokens"] = Output,
        ["total_tokens"] = Input + Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = Cached, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Reasoning, ["audio_tokens"] = 0, ["accepted_prediction_tokens"] = 0, ["rejected_prediction_tokens"] = 0 },
    };

    public JsonObject ForResponses() => new()
    {
        ["input_tokens"] = Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = Cached },
        ["output_tokens"] = Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Reasoning },
        ["total_tokens"] = Input + Output,
    };
}
