using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Metrics;

/// <summary>
/// Measures how much of a context was of no use. A result counts as referenced when a later message of the assistant, or a call it makes, has a telling word (one with a digit, or a long one) that
/// came into the context with that result. That is evidence of use, not proof: what was only read leaves no trace.
/// </summary>
internal static class PollutionMeter
{
    private const int MostTools = 20;

    /// <summary>A result that nobody referred to for this many rounds is stale.</summary>
    private const int StaleRounds = 5;

    public static ContextPollution Measure(IReadOnlyList<ContextItem> items)
    {
        var lastUse = WordUses.Of(items);
        var used = FindReferenced(items, lastUse);
        var fields = UsedFields.Of(items, used, lastUse);
        Dictionary<string, ToolTally> tools = new(StringComparer.Ordinal);
        var total = new ToolTally(null);
        var stale = 0;
        foreach (var item in items.Where(static item => item.IsResult))
        {
            var name = item.Call?.Name ?? "";
            if (!tools.TryGetValue(name, out var tally)) tools[name] = tally = new ToolTally(item.Call?.Name);

            // The newest round had no later step that could have used it.
            var isUnused = item.Round > 0 && !used.Contains(item);
            var isDuplicate = item.SameAs is not null || item.NearTo is not null;
            tally.Add(item.TokensBefore, isUnused, isDuplicate);
            total.Add(item.TokensBefore, isUnused, isDuplicate);
            if (item.Superseded || (isUnused && item.Round >= StaleRounds)) stale += item.TokensBefore;
        }

        var byTool = tools.Values.OrderByDescending(static tally => tally.Tokens).ThenBy(static tally => tally.Tool, StringComparer.Ordinal).Take(MostTools).Select(tally => tally.ToPollution(fields)).ToList();
        var all = items.Sum(static item => item.TokensBefore);
        return new ContextPollution(all, total.Tokens, total.Unreferenced, total.Duplicate, stale, byTool, PollutionAdvice.For(all, total, stale, byTool, fields));
    }

    /// <summary>Results whose values later steps used.</summary>
    private static HashSet<ContextItem> FindReferenced(IReadOnlyList<ContextItem> items, Dictionary<ulong, int> lastUse)
    {
        HashSet<ulong> known = [];
        HashSet<ContextItem> used = [];
        foreach (var item in items)
        {
            foreach (var word in new TellingWords(item.Text))
            {
                if (!lastUse.TryGetValue(word, out var use) || !known.Add(word)) continue;
                if (item.IsResult && use > item.Index) used.Add(item);
            }
        }

        return used;
    }
}
