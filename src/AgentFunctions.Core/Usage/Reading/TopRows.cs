namespace AgentFunctions.Core.Usage.Reading;

/// <summary>The dearest over the whole span, in each of its times, and one row for all others.</summary>
internal static class TopRows
{
    public static IReadOnlyList<UsageRow> Of(IReadOnlyList<(UsageGroup Group, UsageTotals Totals)> rows, int top)
    {
        var spans = new Dictionary<UsageGroup, UsageTotals>();
        foreach (var (group, totals) in rows)
        {
            var whole = new UsageGroup(0, group.Values);
            if (!spans.TryGetValue(whole, out var sum)) spans[whole] = sum = new UsageTotals();
            sum.Add(totals);
        }

        // Where nothing costs anything, tokens decide.
        var ranked = spans.OrderByDescending(static s => s.Value[UsageMeasure.Cost]).ThenByDescending(static s => s.Value.Tokens).ThenBy(static s => s.Key).Take(top).Select(static s => s.Key).ToList();
        var ranks = ranked.Select(static (group, rank) => (group, rank)).ToDictionary(static r => r.group, static r => r.rank);
        var result = new List<UsageRow>();
        foreach (var time in rows.GroupBy(static r => r.Group.Begin).OrderBy(static t => t.Key))
        {
            UsageTotals? others = null;
            var shown = new List<(int Rank, UsageRow Row)>();
            foreach (var (group, totals) in time)
            {
                if (ranks.TryGetValue(new UsageGroup(0, group.Values), out var rank)) shown.Add((rank, UsageReader.ToRow(group, totals)));
                else (others ??= new UsageTotals()).Add(totals);
            }

            result.AddRange(shown.OrderBy(static s => s.Rank).Select(static s => s.Row));
            if (others is not null) result.Add(new UsageRow(DateTimeOffset.FromUnixTimeSeconds(time.Key), new string?[rows[0].Group.Values.Length], others, IsOther: true));
        }

        return result;
    }
}
