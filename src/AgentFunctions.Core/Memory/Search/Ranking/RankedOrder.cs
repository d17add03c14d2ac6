namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>The best first; equal scores by id, so that the same records always come in the same order.</summary>
internal static class RankedOrder
{
    public static List<RankedRecord> Sort(IEnumerable<RankedRecord> records) =>
        [.. records.OrderByDescending(ranked => ranked.Score).ThenBy(ranked => ranked.Record.Id, StringComparer.Ordinal)];
}
