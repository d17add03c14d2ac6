namespace AgentFunctions.Core.Usage.Folding;

/// <summary>What an event changes: it is added to its rows, and what was folded of the same attempt before is taken out of its own, which may be others.</summary>
internal sealed class FoldChange
{
    public FoldChange(string id, UsageEvent? before, UsageEvent after, DateTimeOffset now)
    {
        (Id, Before, After, Body) = (id, before, after, UsageEventJson.Write(after));
        Add(after, 1, now);
        if (before is not null) Add(before, -1, now);
    }

    /// <summary>Document of the attempt.</summary>
    public string Id { get; }

    public UsageEvent? Before { get; }

    public UsageEvent After { get; }

    /// <summary>The event, as it is kept.</summary>
    public byte[] Body { get; }

    public List<(RollupKey Key, UsageTotals Difference)> Differences { get; } = [];

    private void Add(UsageEvent value, int sign, DateTimeOffset now)
    {
        var totals = new UsageTotals();
        totals.Add(UsageTotals.Of(value), sign);
        foreach (var key in RollupKeys.Of(value))
        {
            // A row that is gone must not come back as a difference alone.
            if (RollupTime.EndOf(key.Level, key.Family, key.Bucket) > now) Differences.Add((key, totals));
        }
    }
}
