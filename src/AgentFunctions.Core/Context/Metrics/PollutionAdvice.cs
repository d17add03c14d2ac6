using System.Globalization;

namespace AgentFunctions.Core.Context.Metrics;

/// <summary>Says what to do about a polluted context, where something stands out.</summary>
internal static class PollutionAdvice
{
    /// <summary>Below this many tokens nothing is worth an advice.</summary>
    private const int LeastTokens = 1_000;

    private const double Much = 0.25;
    private const double Most = 0.6;

    public static IReadOnlyList<string> For(int all, ToolTally total, int stale, IReadOnlyList<ToolPollution> tools, IReadOnlyDictionary<string, (IReadOnlyList<string> Used, int All)> fields)
    {
        if (total.Tokens < LeastTokens) return [];
        List<string> advice = [];
        foreach (var tool in tools.Where(static tool => tool is { Tool: not null, Tokens: >= LeastTokens }))
        {
            if (tool.UnreferencedTokens >= tool.Tokens * Most)
            {
                advice.Add(string.Create(CultureInfo.InvariantCulture, $"{Percent(tool.UnreferencedTokens, tool.Tokens)} of what '{tool.Tool}' returned ({tool.UnreferencedTokens} tokens) was never referred to: ask it for fewer rows or fields, or call it later."));
            }

            if (fields.TryGetValue(tool.Tool!, out var found) && found.Used.Count * 2 <= found.All)
            {
                advice.Add(string.Create(CultureInfo.InvariantCulture, $"Of the {found.All} fields of what '{tool.Tool}' returned only {string.Join(", ", found.Used)} were used: name them in the tool's returns.fields, and the others are left out."));
            }

            if (tool.DuplicateTokens >= tool.Tokens * Much)
            {
                advice.Add(string.Create(CultureInfo.InvariantCulture, $"'{tool.Tool}' returned the same or nearly the same {Percent(tool.DuplicateTokens, tool.Tokens)} of the time by tokens: keep its result in a slot, or ask for changes only."));
            }
        }

        if (stale >= all * Much)
        {
            advice.Add(string.Create(CultureInfo.InvariantCulture, $"{Percent(stale, all)} of the context ({stale} tokens) is stale results: set a budget, so that they are cleared, or condense sooner (context.compression.batchTokens of the agent)."));
        }

        return advice;
    }

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0} %");
}
