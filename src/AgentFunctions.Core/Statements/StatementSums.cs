using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Statements;

/// <summary>Usage between two moments, added up from the rollups exactly: by the day where whole days lie between them, by hours and quarters towards its ends.</summary>
internal sealed class StatementSums(RollupReader rollups)
{
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    /// <summary>Sums; those that corrections emptied are left out.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="from">A quarter of an hour near the end of a month.</param>
    /// <param name="to">Likewise, not included.</param>
    /// <param name="filter">Which rows; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask<Dictionary<StatementKey, UsageTotals>> ReadAsync(string tenantId, DateTimeOffset from, DateTimeOffset to, DocumentFilter? filter, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<StatementKey, UsageTotals>();
        foreach (var segment in Segments(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()))
        {
            await foreach (var row in rollups.ReadAsync(tenantId, RollupFamily.Base, segment, null, filter, cancellationToken)) Add(sums, StatementKey.Of(row.Key.Dimensions), row.Totals);
        }

        foreach (var (key, totals) in sums)
        {
            if (!totals.HasAmounts) sums.Remove(key);
        }

        return sums;
    }

    public static void Add(Dictionary<StatementKey, UsageTotals> sums, StatementKey key, UsageTotals totals, int sign = 1)
    {
        if (!sums.TryGetValue(key, out var sum)) sums[key] = sum = new UsageTotals();
        sum.Add(totals, sign);
    }

    /// <summary>The fewest rows that make up a span.</summary>
    internal static IEnumerable<RollupSegment> Segments(long from, long to)
    {
        var (firstHour, lastHour) = (Ceiling(from, Hour), Floor(to, Hour));
        if (firstHour >= lastHour) return NotEmpty(new RollupSegment(RollupLevel.Quarter, from, to));
        var (firstDay, lastDay) = (Ceiling(firstHour, Day), Floor(lastHour, Day));
        if (firstDay >= lastDay)
            return NotEmpty(new(RollupLevel.Quarter, from, firstHour), new(RollupLevel.Hour, firstHour, lastHour), new(RollupLevel.Quarter, lastHour, to));
        return NotEmpty(
            new(RollupLevel.Quarter, from, firstHour), new(RollupLevel.Hour, firstHour, firstDay), new(RollupLevel.Day, firstDay, lastDay), new(RollupLevel.Hour, lastDay, lastHour),
            new(RollupLevel.Quarter, lastHour, to));
    }

    private static IEnumerable<RollupSegment> NotEmpty(params RollupSegment[] segments) => segments.Where(static s => s.From < s.To);

    private static long Floor(long at, long length) => at - (at % length);

    private static long Ceiling(long at, long length) => Floor(at + length - 1, length);
}
