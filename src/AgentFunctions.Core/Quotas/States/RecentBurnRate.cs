using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>
/// The pace from the rollups: by the minute; for single runs and sessions, of which there are many, by the hour. Of tools no usage is kept, so nothing is forecast.
/// </summary>
internal sealed class RecentBurnRate(RollupReader rollups, TimeProvider time) : IBurnRate
{
    public async ValueTask<DateTimeOffset?> ForecastAsync(string tenantId, LimitState state, CancellationToken cancellationToken)
    {
        var (limit, now) = (state.Limit, time.GetUtcNow());
        if (limit.Unit == LimitUnit.Concurrent || limit.Scope.Kind == LimitScopeKind.Tool || state.Settled >= limit.Amount) return BurnForecast.Of(state, new Dictionary<DateTimeOffset, long>(), TimeSpan.FromMinutes(1), now);
        var (family, value, agent) = Rows(limit);
        var level = family == RollupFamily.Base ? RollupLevel.Minute : RollupLevel.Hour;
        var segment = new RollupSegment(level, RollupTime.Floor(level, now - BurnForecast.Horizon), RollupTime.Floor(level, now) + RollupTime.Seconds(level));
        var recent = new Dictionary<DateTimeOffset, long>();
        await foreach (var row in rollups.ReadAsync(tenantId, family, segment, value is null ? null : [RollupKeys.Cut(value)!], Filter(limit.Scope, agent), cancellationToken))
        {
            if (value is not null && row.Key.Value != RollupKeys.Cut(value)) continue;
            var bucket = DateTimeOffset.FromUnixTimeSeconds(row.Key.Bucket);
            recent[bucket] = recent.GetValueOrDefault(bucket) + Amount(limit, row.Totals);
        }

        return BurnForecast.Of(state, recent, TimeSpan.FromSeconds(RollupTime.Seconds(level)), now);
    }

    /// <summary>Which rows tell of a limit: those of its run, of its session (named with its agent), or all.</summary>
    private static (RollupFamily Family, string? Value, string? Agent) Rows(Limit limit)
    {
        if (limit.RunId is { } run) return (RollupFamily.Run, run, null);
        if (limit.Scope.Kind == LimitScopeKind.Run) return (RollupFamily.Run, limit.Scope.Id, null);
        if (limit.Scope.Kind != LimitScopeKind.Session) return (RollupFamily.Base, null, null);
        var slash = limit.Scope.Id.IndexOf('/', StringComparison.Ordinal);
        return (RollupFamily.Session, limit.Scope.Id[(slash + 1)..], limit.Scope.Id[..slash]);
    }

    private static DocumentFilter? Filter(LimitScope scope, string? agent) => scope.Kind switch
    {
        LimitScopeKind.Team => DocumentFilter.Equal("team", scope.Id),
        LimitScopeKind.Agent => DocumentFilter.Equal("agent", scope.Id),
        LimitScopeKind.Session => DocumentFilter.Equal("agent", agent!),
        LimitScopeKind.Key => DocumentFilter.Equal("key", scope.Id),
        LimitScopeKind.Model => DocumentFilter.Equal("model", scope.Id),
        LimitScopeKind.Provider => DocumentFilter.Equal("provider", scope.Id),
        _ => null,
    };

    /// <summary>A provider's requests are attempts.</summary>
    private static long Amount(Limit limit, UsageTotals totals) => limit.Unit switch
    {
        LimitUnit.Usd => totals[UsageMeasure.Cost],
        LimitUnit.Tokens => totals.Tokens,
        LimitUnit.Requests => totals[limit.Scope.Kind == LimitScopeKind.Provider ? UsageMeasure.Attempts : UsageMeasure.Requests],
        _ => totals[UsageMeasure.Bytes],
    };
}
