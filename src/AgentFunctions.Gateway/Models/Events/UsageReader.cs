using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Reads a <c>usage</c> object of either surface.</summary>
internal static class UsageReader
{
    /// <summary>Reads the value under the reader; a null or an unexpected type counts as not reported.</summary>
    public static ModelUsage Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return default;
        }

        long input = 0, cached = 0, cacheWrite = 0, audioIn = 0, output = 0, reasoning = 0, audioOut = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8) || json.ValueTextEquals("input_tokens"u8)) input = Count(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8) || json.ValueTextEquals("output_tokens"u8)) output = Count(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8)) Details(ref json, ref cached, ref cacheWrite, ref audioIn);
            else if (json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8)) Details(ref json, ref reasoning, ref cacheWrite, ref audioOut);
            else Pass(ref json);
        }

        return new ModelUsage(true, input, cached, cacheWrite, audioIn, output, reasoning, audioOut);
    }

    private static void Details(ref Utf8JsonReader json, ref long main, ref long cacheWrite, ref long audio)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("cached_tokens"u8) || json.ValueTextEquals("reasoning_tokens"u8)) main = Count(ref json);
            else if (json.ValueTextEquals("cache_write_tokens"u8) || json.ValueTextEquals("cache_creation_tokens"u8)) cacheWrite = Count(ref json);
            else if (json.ValueTextEquals("audio_tokens"u8)) audio = Count(ref json);
            else Pass(ref json);
        }
    }

    private static long Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number) return json.TryGetInt64(out var value) ? Math.Max(0, value) : json.TryGetDouble(out var real) && real is > 0 and < 1e15 ? (long)real : 0;
        json.Skip();
        return 0;
    }

    private static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
