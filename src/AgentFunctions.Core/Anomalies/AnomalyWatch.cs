using System.Collections.Concurrent;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage.Following;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Anomalies;

/// <summary>
/// Adds up what agents and runs spend in five minutes as usage events come in, and tells when it is far beyond the usual. Behind the events and not on the way of calls. What it keeps is in memory; a process that takes over,
/// or starts anew, reads the latest events again first.
/// </summary>
internal sealed class AnomalyWatch(UsageFollower follower, SpendBaselines baselines, AnomalyTeller teller, AnomalyBrake brake, IOptions<AnomalyOptions> options, TimeProvider time)
{
    /// <summary>Read again at most; more in half an hour are seen in part, once, after a start.</summary>
    private const int MostReread = 20_000;
    private readonly ConcurrentDictionary<string, TenantSpending> _tenants = new(StringComparer.Ordinal);

    /// <summary>Takes the next events of a tenant; one call at a time for each tenant.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Some may not be told; look at all of them again.</exception>
    public async ValueTask LookAsync(string tenantId, UsagePage page, CancellationToken cancellationToken)
    {
        var spending = _tenants.GetOrAdd(tenantId, static _ => new TenantSpending());
        if (spending.Offset != page.After) await RereadAsync(tenantId, spending, page.After, cancellationToken);
        var touched = new Dictionary<(SpendWindow Window, Spender Spender), string?>();
        foreach (var body in page.Bodies)
        {
            if (FollowedEvent.Read(tenantId, body.Span) is not { } value || spending.Add(value, time.GetUtcNow()) is not { } window) continue;
            foreach (var spender in SpendWindow.SpendersOf(value.Subject)) touched[(window, spender)] = value.Subject.Team;
        }

        foreach (var ((window, spender), team) in touched) await JudgeAsync(tenantId, window, spender, team, cancellationToken);
        spending.Offset = page.Last;
    }

    private async ValueTask RereadAsync(string tenantId, TenantSpending spending, long upTo, CancellationToken cancellationToken)
    {
        // They were judged when they were new.
        await foreach (var body in follower.BeforeAsync(tenantId, upTo, MostReread, cancellationToken))
        {
            if (FollowedEvent.Read(tenantId, body.Span) is { } value) spending.Add(value, time.GetUtcNow());
        }

        spending.Offset = upTo;
    }

    private async ValueTask JudgeAsync(string tenantId, SpendWindow window, Spender spender, string? team, CancellationToken cancellationToken)
    {
        var (settings, observed) = (options.Value, window[spender]);
        if (observed < settings.FloorUsd * NanoDollars.PerDollar) return;
        if (await baselines.UsualAsync(tenantId, spender, cancellationToken) is not { } usual || observed < settings.Factor * usual) return;
        var isCritical = observed >= settings.CriticalFactor * usual;
        if (window.Told.Contains((spender, isCritical))) return;
        var anomaly = new Anomaly(tenantId, spender, team, window.Start, new NanoDollars(observed), new NanoDollars(usual), isCritical);

        // First the brake: when the process dies in between, both are done again. Once an episode, so that what an operator lifted stays lifted.
        if (settings.Action == AnomalyAction.Throttle && !await teller.IsKnownAsync(tenantId, spender, cancellationToken)) await brake.PullAsync(anomaly, cancellationToken);
        await teller.TellAsync(anomaly, cancellationToken);
        window.Told.Add((spender, isCritical));
    }
}
