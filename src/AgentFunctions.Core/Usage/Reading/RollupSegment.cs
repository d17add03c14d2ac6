using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>Rows of one level within a span, Unix seconds, the end not included.</summary>
internal readonly record struct RollupSegment(RollupLevel Level, long From, long To)
{
    private const long Day = 86400;

    /// <summary>The fewest rows that cover a query's span: whole days by day where rows by day are kept and nothing finer is asked for.</summary>
    public static IEnumerable<RollupSegment> Of(UsageQuery query)
    {
        var (from, to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        if (query.Granularity == UsageGranularity.Minute) return [new RollupSegment(RollupLevel.Minute, from, to)];
        if (query.Family != RollupFamily.Base || query.Granularity == UsageGranularity.Hour) return [new RollupSegment(RollupLevel.Hour, from, to)];
        var (firstDay, lastDay) = ((from + Day - 1) / Day * Day, to / Day * Day);
        if (firstDay >= lastDay) return [new RollupSegment(RollupLevel.Hour, from, to)];
        RollupSegment[] all = [new(RollupLevel.Hour, from, firstDay), new(RollupLevel.Day, firstDay, lastDay), new(RollupLevel.Hour, lastDay, to)];
        return all.Where(static s => s.From < s.To);
    }
}
