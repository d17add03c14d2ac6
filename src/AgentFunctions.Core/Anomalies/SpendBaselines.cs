using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Anomalies;

/// <summary>
/// What agents spend usually, from the rollups: by five minutes with any spending, over the last three days; by run, over the last seven. Read only for those that spend above the floor, and kept for an hour. The last hour
/// is left out, so that what goes wrong slowly does not become the usual.
/// </summary>
internal sealed class SpendBaselines(RollupReader rollups, TimeProvider time)
{
    /// <summary>An hour of spending.</summary>
    public const int LeastWindows = 12;
    public const int LeastRuns = 5;
    private const int MostKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeftOut = TimeSpan.FromHours(1);
    private static readonly TimeSpan Runs = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<(string Tenant, string Agent, bool OfRuns), (long? Usual, DateTimeOffset Until)> _kept = new();

    /// <summary>The upper end of what the spender's kind spends usually: an agent in five minutes, a run of the agent as a whole; null where too little is known of it.</summary>
    public async ValueTask<long?> UsualAsync(string tenantId, Spender spender, CancellationToken cancellationToken)
    {
        var (key, now) = ((tenantId, spender.Agent, spender.Run is not null), time.GetUtcNow());
        if (_kept.TryGetValue(key, out var kept) && kept.Until > now) return kept.Usual;
        var usual = spender.Run is null
            ? UsualSpend.Of(await ReadAsync(tenantId, spender.Agent, RollupFamily.Base, RollupLevel.Minute, UsageRetention.Minutes, static key => key.Bucket / (long)SpendWindow.Length.TotalSeconds, cancellationToken), LeastWindows)
            : UsualSpend.Of(await ReadAsync(tenantId, spender.Agent, RollupFamily.Run, RollupLevel.Hour, Runs, static key => key.Value!, cancellationToken), LeastRuns);
        if (_kept.Count >= MostKept) _kept.Clear();
        _kept[key] = (usual, now + Kept);
        return usual;
    }

    private async ValueTask<IReadOnlyCollection<long>> ReadAsync<T>(
        string tenantId, string agent, RollupFamily family, RollupLevel level, TimeSpan back, Func<RollupKey, T> by, CancellationToken cancellationToken)
        where T : notnull
    {
        var now = time.GetUtcNow();
        var segment = new RollupSegment(level, RollupTime.Floor(level, now - back), RollupTime.Floor(level, SpendWindow.StartOf(now) - LeftOut));
        var spent = new Dictionary<T, long>();
        await foreach (var row in rollups.ReadAsync(tenantId, family, segment, null, DocumentFilter.Equal("agent", agent), cancellationToken))
        {
            var key = by(row.Key);
            spent[key] = spent.GetValueOrDefault(key) + row.Totals[UsageMeasure.Cost];
        }

        return [.. spent.Values.Where(static amount => amount > 0)];
    }
}
