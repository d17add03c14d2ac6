using System.Diagnostics;
using AgentFunctions.Core.Telemetry;

namespace AgentFunctions.Core.Usage;

/// <summary>
/// Counts cost and tokens when they are folded: once, whatever comes how often, and with every correction. A counter only grows, so what a correction takes back is counted in counters of its own.
/// </summary>
internal sealed class UsageMetrics(AgentFunctionsTelemetry? telemetry = null)
{
    private static readonly (UsageMeasure Measure, string Name)[] Classes =
    [
        (UsageMeasure.InputTokens, "input"), (UsageMeasure.CachedInputTokens, "cached_input"), (UsageMeasure.CacheWriteTokens, "cache_write"), (UsageMeasure.AudioInputTokens, "audio_input"),
        (UsageMeasure.OutputTokens, "output"), (UsageMeasure.ReasoningTokens, "reasoning"), (UsageMeasure.AudioOutputTokens, "audio_output"),
    ];

    public void Folded(UsageEvent? before, UsageEvent after)
    {
        if (telemetry is not { } facade || (!facade.UsageCost.Enabled && !facade.UsageTokens.Enabled)) return;
        if (before is null)
        {
            Count(facade, after, UsageTotals.Of(after), 1);
        }
        else if (before.Usage.Provider == after.Usage.Provider)
        {
            var difference = UsageTotals.Of(after);
            difference.Add(UsageTotals.Of(before), -1);
            Count(facade, after, difference, 1);
        }
        else
        {
            Count(facade, before, UsageTotals.Of(before), -1);
            Count(facade, after, UsageTotals.Of(after), 1);
        }
    }

    private static void Count(AgentFunctionsTelemetry facade, UsageEvent value, UsageTotals totals, int sign)
    {
        var subject = value.Subject;
        var owner = facade.Owners.Of(subject.TenantId, subject.Team);
        var tags = new TagList
        {
            { TelemetryAttributes.MetricTenant, owner.Tenant }, { TelemetryAttributes.MetricTeam, owner.Team }, { TelemetryAttributes.AgentId, subject.Agent ?? "" },
            { TelemetryAttributes.RequestModel, subject.Model ?? "" }, { TelemetryAttributes.ProviderName, value.Usage.Provider },
        };
        var cost = sign * totals[UsageMeasure.Cost];
        if (cost != 0) (cost > 0 ? facade.UsageCost : facade.UsageCostReturned).Add(Math.Abs(cost) / 1e9, tags);
        foreach (var (measure, name) in Classes)
        {
            var tokens = sign * totals[measure];
            if (tokens == 0) continue;
            var named = tags;
            named.Add(TelemetryAttributes.TokenType, name);
            (tokens > 0 ? facade.UsageTokens : facade.UsageTokensReturned).Add(Math.Abs(tokens), named);
        }
    }
}
