using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Reads a <c>usage</c> object of either surface. What it makes of the many dialects is <see cref="ReportedUsage"/>'s work.</summary>
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

        var usage = new ReportedUsage();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8)) usage.Input = Count(ref json);
            else if (json.ValueTextEquals("input_tokens"u8)) (usage.Input, usage.IsNamedInput) = (Count(ref json), true);
            else if (json.ValueTextEquals("completion_tokens"u8) || json.ValueTextEquals("output_tokens"u8)) usage.Output = Count(ref json);
            else if (json.ValueTextEquals("total_tokens"u8)) usage.Total = Count(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8) || json.ValueTextEquals("input_tokens_details"u8)) InputDetails(ref json, ref usage);
            else if (json.ValueTextEquals("completion_tokens_details"u8) || json.ValueTextEquals("output_tokens_details"u8)) OutputDetails(ref json, ref usage);
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8)) usage.CacheHit = Count(ref json);
            else if (json.ValueTextEquals("cache_read_input_tokens"u8)) usage.CacheRead = Count(ref json);
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8)) usage.CacheCreated = Count(ref json);
            else Pass(ref json);
        }

        return usage.Settle();
    }

    private static void InputDetails(ref Utf8JsonReader json, ref ReportedUsage usage)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("cached_tokens"u8)) usage.Cached = Count(ref json);
            else if (json.ValueTextEquals("cache_write_tokens"u8) || json.ValueTextEquals("cache_creation_tokens"u8)) usage.CacheWrite = Count(ref json);
            else if (json.ValueTextEquals("audio_tokens"u8)) usage.AudioInput = Count(ref json);
            else Pass(ref json);
        }
    }

    private static void OutputDetails(ref Utf8JsonReader json, ref ReportedUsage usage)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("reasoning_tokens"u8)) usage.Reasoning = Count(ref json);
            else if (json.ValueTextEquals("audio_tokens"u8)) usage.AudioOutput = Count(ref json);
            else Pass(ref json);
        }
    }

    /// <summary>null: not a number. Below zero is zero; a fraction is rounded up.</summary>
    private static long? Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.Number)
        {
            json.Skip();
            return null;
        }

        if (json.TryGetInt64(out var whole)) return Math.Max(0, whole);
        return json.TryGetDouble(out var real) && real > 0 ? (long)Math.Min(Math.Ceiling(real), long.MaxValue) : 0;
    }

    private static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
