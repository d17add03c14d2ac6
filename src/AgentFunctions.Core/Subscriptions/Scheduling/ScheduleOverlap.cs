using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>Publishes times of a schedule by what it says for a run before that is still open.</summary>
internal sealed class ScheduleOverlap(EventIntake intake, RunStore runs, RunControl control, ILogger<ScheduleOverlap> logger)
{
    /// <summary>Where the schedule stands afterwards; null where nothing is known, and it is to be done again.</summary>
    public async ValueTask<StoredSchedule?> RunAsync(string tenantId, Resource<SubscriptionSpec> subscription, StoredSchedule state, IReadOnlyList<DateTimeOffset> times, CancellationToken cancellationToken)
    {
        if (state.Queued != 0 && !await IsOpenAsync(tenantId, state.LastRun, cancellationToken))
        {
            if (await PublishAsync(tenantId, subscription, state, DateTimeOffset.FromUnixTimeMilliseconds(state.Queued), cancellationToken) is not { } published) return null;
            state = published with { Queued = 0 };
        }

        foreach (var time in times)
        {
            var policy = subscription.Spec.Schedule!.Overlap;
            if (policy != OverlapPolicies.Allow && await IsOpenAsync(tenantId, state.LastRun, cancellationToken))
            {
                SubscriptionLog.Overlap(logger, subscription.Id, policy);
                if (policy == OverlapPolicies.QueueOne) state = state with { Queued = time.ToUnixTimeMilliseconds() };
                if (policy is OverlapPolicies.QueueOne or OverlapPolicies.Skip) continue;
                await control.DoAsync(RunViewer.Whole(tenantId), state.LastRun!, RunVerb.Terminate, "The next time of its schedule came.", cancellationToken);
            }

            if (await PublishAsync(tenantId, subscription, state, time, cancellationToken) is not { } next) return null;
            state = next;
        }

        return state;
    }

    private async ValueTask<StoredSchedule?> PublishAsync(string tenantId, Resource<SubscriptionSpec> subscription, StoredSchedule state, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if ((await intake.PublishAsync(tenantId, ScheduleEvents.Of(subscription, time), cancellationToken)).Value is not { } published) return null;

        // With a filter, or without a target, a time may set off nothing.
        return published.Takers.FirstOrDefault(t => t.Subscription == subscription.Id)?.RunId is { } run ? state with { LastRun = run } : state;
    }

    private async ValueTask<bool> IsOpenAsync(string tenantId, string? runId, CancellationToken cancellationToken) =>
        runId is not null && await runs.FindAsync(tenantId, runId, cancellationToken) is { IsClosed: false };
}
