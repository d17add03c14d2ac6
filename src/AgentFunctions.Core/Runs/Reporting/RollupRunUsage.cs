using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Reading;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Usage of runs, with that of the runs within them, from the rollups; seconds behind the calls.</summary>
internal sealed class RollupRunUsage(UsageReader reader, RunChildren children, TimeProvider time) : IRunUsage
{
    // An hour's rows are one look-up each; a run that goes on for longer shows what it used lately.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(62);
    /// <summary>Runs of a tree that are looked at.</summary>
    private const int MostRuns = 500;

    private static readonly TeamFilter Everything = Access.Platform.Teams(AccessScopes.UsageRead);

    public async ValueTask<RunUsage?> FindAsync(string tenantId, Run run, CancellationToken cancellationToken)
    {
        var models = await FindByModelAsync(tenantId, run, cancellationToken);
        return models.Count == 0 ? null : models.Select(static m => m.Usage).Aggregate(static (one, other) => one + other);
    }

    public async ValueTask<IReadOnlyList<RunModelUsage>> FindByModelAsync(string tenantId, Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var end = Hour(run.EndedAt is { } ended && ended > run.LastSeenAt ? ended : time.GetUtcNow()).AddHours(1);
        var begin = Hour(run.StartedAt);
        var runs = await TreeAsync(tenantId, run, cancellationToken);
        var query = new UsageQuery
        {
            From = begin < end - Longest ? end - Longest : begin,
            To = end,
            By = [UsageDimension.Model],
            Filters = new Dictionary<UsageDimension, IReadOnlyList<string>> { [UsageDimension.Run] = runs },
        };
        var answer = await reader.ReadAsync(tenantId, Everything, query, cancellationToken);
        return answer.Value is { } usage ? [.. usage.Rows.Select(static row => new RunModelUsage(row.Values[0], ToUsage(row.Totals)))] : [];
    }

    private async ValueTask<IReadOnlyList<string>> TreeAsync(string tenantId, Run run, CancellationToken cancellationToken)
    {
        List<string> ids = [run.Id];
        for (var i = 0; run.Target is not null && i < ids.Count && ids.Count < MostRuns; i++) ids.AddRange((await children.ListAsync(tenantId, ids[i], cancellationToken)).Take(MostRuns - ids.Count).Select(static child => child.Id));
        return ids;
    }

    private static RunUsage ToUsage(UsageTotals totals) => new(
        totals[UsageMeasure.Requests],
        new TokenCounts(
            totals[UsageMeasure.InputTokens], totals[UsageMeasure.CachedInputTokens], totals[UsageMeasure.CacheWriteTokens], totals[UsageMeasure.AudioInputTokens], totals[UsageMeasure.OutputTokens],
            totals[UsageMeasure.ReasoningTokens], totals[UsageMeasure.AudioOutputTokens]),
        new CallCost(new NanoDollars(totals[UsageMeasure.Cost]), new NanoDollars(totals[UsageMeasure.ReasoningCost]), new NanoDollars(totals[UsageMeasure.AgenticCost])));

    private static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);
}
