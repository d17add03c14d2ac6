using System.Globalization;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>What a simulated deployment does, read from its name: words joined by <c>-</c>, in any order, unknown words are labels. docs/simulated.md has the grammar.</summary>
internal sealed record SimulatedScript
{
    private const int MaxChunks = 10_000;

    public bool Reasoning { get; private init; }

    public bool Cached { get; private init; }

    /// <summary>HTTP status to answer instead; 0 for none.</summary>
    public int ErrorStatus { get; private init; }

    /// <summary>The first attempt of every call answers 500.</summary>
    public bool Flaky { get; private init; }

    /// <summary>Wait before the status is answered.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>Exact number of text pieces; null for a short answer.</summary>
    public int? Chunks { get; private init; }

    /// <summary>Wait before each streamed piece.</summary>
    public TimeSpan ChunkDelay { get; private init; }

    public SimulatedFault Fault { get; private init; }

    public static SimulatedScript Parse(string deployment)
    {
        var words = deployment.Split('-', '/', ':');
        var script = new SimulatedScript();
        for (var i = 0; i < words.Length; i++)
        {
            var next = i + 1 < words.Length ? words[i + 1] : "";
            var afterNext = i + 2 < words.Length ? words[i + 2] : "";
            script = words[i] switch
            {
                "reasoning" => script with { Reasoning = true },
                "cached" => script with { Cached = true },
                "flaky" => script with { Flaky = true },
                "error" when Number(next) is >= 400 and <= 599 and var status => script with { ErrorStatus = status },
                "slow" when Duration(next) is { } delay => script with { Delay = delay },
                "chunks" when Number(next) is >= 1 and <= MaxChunks and var count => script with { Chunks = count, ChunkDelay = Duration(afterNext) ?? script.ChunkDelay },
                "stall" => script with { Fault = SimulatedFault.Stall },
                "truncate" => script with { Fault = SimulatedFault.Truncate },
                "nodone" => script with { Fault = SimulatedFault.NoDone },
                "nofinish" => script with { Fault = SimulatedFault.NoFinish },
                "malformed" => script with { Fault = SimulatedFault.Malformed },
                "reset" => script with { Fault = SimulatedFault.Reset },
                _ => script,
            };
        }

        return script;
    }

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static TimeSpan? Duration(string word)
    {
        if (word.EndsWith("ms", StringComparison.Ordinal) && Number(word[..^2]) is { } milliseconds) return TimeSpan.FromMilliseconds(milliseconds);
        return word.EndsWith('s') && Number(word[..^1]) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
