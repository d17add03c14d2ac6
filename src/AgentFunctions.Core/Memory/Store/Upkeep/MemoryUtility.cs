using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Upkeep;

/// <summary>What keeps a record from being forgotten: 0.25 quality + 0.45 usefulness + 0.3 use, halved for each half-life without use. docs/memory-records.md says the same.</summary>
internal static class MemoryUtility
{
    private const double OfQuality = 0.25;
    private const double OfUsefulness = 0.45;
    private const double OfUse = 0.3;

    /// <summary>Used so often, a record cannot gain by more use.</summary>
    private const double MostUses = 31;

    public static double Of(MemoryRecord record, DateTimeOffset now, TimeSpan halfLife)
    {
        var use = Math.Min(1, Math.Log2(1 + Math.Max(0, record.Uses)) / Math.Log2(1 + MostUses));
        var worth = (OfQuality * record.Quality) + (OfUsefulness * record.Usefulness.Mean) + (OfUse * use);
        return worth * Math.Pow(2, -Math.Max(0, (now - Touched(record)) / halfLife));
    }

    /// <summary>When it was last of use.</summary>
    public static DateTimeOffset Touched(MemoryRecord record) => record.LastUsedAt is { } used && used > record.CreatedAt ? used : record.CreatedAt;
}
