using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>A usage object as its provider wrote it, and what it means in one set of terms: every part lies within its whole. null: not said.</summary>
internal struct ReportedUsage
{
    /// <summary>Above this a figure is a mistake; the call is counted instead.</summary>
    private const long Absurd = 1_000_000_000_000;

    public long? Input;

    /// <summary>Input came as <c>input_tokens</c>, the name that Anthropic gives to input without its cached part.</summary>
    public bool IsNamedInput;
    public long? Output;
    public long? Total;
    public long? Cached;
    public long? CacheWrite;
    public long? AudioInput;
    public long? Reasoning;
    public long? AudioOutput;

    /// <summary>DeepSeek's <c>prompt_cache_hit_tokens</c>: part of the input.</summary>
    public long? CacheHit;

    /// <summary>Anthropic's <c>cache_read_input_tokens</c> and <c>cache_creation_input_tokens</c>: beside the input, or in it.</summary>
    public long? CacheRead;
    public long? CacheCreated;

    public readonly ModelUsage Settle()
    {
        var isSaid = Input is not null || Output is not null || Total is > 0;
        if (!isSaid || Input > Absurd || Output > Absurd || Total > Absurd || CacheRead > Absurd || CacheCreated > Absurd || Reasoning > Absurd) return default;
        var input = WholeInput();
        var cached = Math.Min(input, Largest(Cached, CacheHit, CacheRead));
        var written = Math.Min(input - cached, Largest(CacheWrite, CacheCreated, null));
        var heard = Math.Min(input - cached - written, AudioInput ?? 0);
        var (output, reasoning) = WholeOutput(input);
        return new ModelUsage(true, input, cached, written, heard, output, reasoning, Math.Min(output - reasoning, AudioOutput ?? 0));
    }

    private readonly long WholeInput()
    {
        // Some say the total alone, of embeddings.
        if (Input is not { } input) return Output is null ? Total ?? 0 : 0;
        var beside = (CacheRead ?? 0) + (CacheCreated ?? 0);
        if (beside == 0) return input;
        if (Total is { } total && total > 0)
        {
            if (total == input + (Output ?? 0)) return input;
            if (total == input + beside + (Output ?? 0)) return input + beside;
        }

        return IsNamedInput || beside > input ? input + beside : input;
    }

    /// <summary>
    /// Where the total is larger than its parts, the difference is output that was thought: Gemini and Grok leave it out of <c>completion_tokens</c>. Reasoning that is larger than the output it should be part of
    /// stands beside it as well.
    /// </summary>
    private readonly (long Output, long Reasoning) WholeOutput(long input)
    {
        if (Output is not { } output) return (0, 0);
        var reasoning = Reasoning ?? 0;
        var missing = (Total ?? 0) - input - output;
        if (missing > 0)
        {
            output += missing;
            reasoning = Math.Max(reasoning, missing);
        }
        else if (reasoning > output)
        {
            output += reasoning;
        }

        return (output, Math.Min(output, reasoning));
    }

    private static long Largest(long? a, long? b, long? c) => Math.Max(a ?? 0, Math.Max(b ?? 0, c ?? 0));
}
