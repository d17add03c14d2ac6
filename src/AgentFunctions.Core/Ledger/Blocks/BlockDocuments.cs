using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>The documents of blocks, and how long they are kept.</summary>
internal static class BlockDocuments
{
    /// <summary>Longer than an estimate can be corrected: a correction still finds the block that its call drew from.</summary>
    private static readonly TimeSpan LongestLife = LedgerDocuments.EstimateLife + TimeSpan.FromDays(2);

    /// <summary>A use is kept longer than its grant, and both longer than their counter.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    public static StoredUse ReadUse(Document document) => JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredUse)!;

    public static StoredGrant ReadGrant(Document document) => JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredGrant)!;

    public static DocumentWrite Write(BlockName name, StoredUse use, DateTimeOffset now) =>
        new(name.UseId, JsonSerializer.SerializeToUtf8Bytes(use, LedgerJson.Default.StoredUse), use.Due ? null : Life(use.Until, now) + Margin);

    public static DocumentWrite Write(BlockName name, StoredGrant grant, long? until, DateTimeOffset now) =>
        new(name.GrantId, JsonSerializer.SerializeToUtf8Bytes(grant, LedgerJson.Default.StoredGrant), grant.Closed ? Life(until, now) : null);

    /// <summary>Second in which the counter of a line is dropped.</summary>
    public static long? Until(PathLine line) => line.ResetsAt is { } end && LedgerDocuments.LifeAfter(line.Any.Window) is { } after ? (end + after).ToUnixTimeSeconds() : null;

    private static TimeSpan Life(long? until, DateTimeOffset now)
    {
        if (until is not { } second) return LongestLife;
        var left = TimeSpan.FromSeconds(Math.Max(0, second - now.ToUnixTimeSeconds())) + Margin;
        return left < LongestLife ? left : LongestLife;
    }
}
