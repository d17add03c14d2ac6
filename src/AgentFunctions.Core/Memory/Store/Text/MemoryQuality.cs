using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>How good a record is by itself, 0 to 1: half for a length that says something and is read, the rest for what it names and where it came from. docs/memory-records.md says the same.</summary>
internal static class MemoryQuality
{
    private const int GoodFrom = 5;
    private const int GoodTo = 120;

    public static double Of(MemoryRecord record, MemoryText text)
    {
        var words = text.Words.Count;
        var length = words == 0 ? 0 : words < GoodFrom ? (double)words / GoodFrom : words <= GoodTo ? 1 : Math.Max(0.4, (double)GoodTo / words);
        var score = 0.5 * length;
        if (text.Words.Any(static w => w.IsDecisive)) score += 0.15;
        if (record.Subject is not null) score += 0.1;
        if (record.Attribute is not null) score += 0.1;
        if (record.Sources.Any(static s => s.IsTrusted)) score += 0.15;
        return Math.Round(Math.Min(1, score), 4);
    }
}
