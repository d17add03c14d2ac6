using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>
/// Publishes the events of schedules. First the event, which is the same one however often it is published, then where the schedule stands: a process that is killed in between, or a second one, starts nothing twice.
/// </summary>
internal sealed class ScheduleRunner(IControlPlane controlPlane, ScheduleStore store, ScheduleOverlap overlap, TimeProvider time, ILogger<ScheduleRunner> logger)
{
    /// <summary>A time that lies further back was missed; shorter than from one time to the next, longer than another process takes to take over.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(59);

    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return;
        var states = await store.ListAsync(tenantId, cancellationToken);
        foreach (var subscription in view.Subscriptions.Values.Where(static s => s.Spec.Schedule is not null).OrderBy(static s => s.Id, StringComparer.Ordinal))
        {
            var known = states.Remove(subscription.Id, out var found) ? found : default((StoredSchedule, string)?);
            await GuardedAsync(tenantId, subscription, known, cancellationToken);
        }

        // Of those that are gone: declared again, they begin anew.
        foreach (var (state, etag) in states.Values) await store.RemoveAsync(tenantId, state, etag, cancellationToken);
    }

    private async ValueTask GuardedAsync(string tenantId, Resource<SubscriptionSpec> subscription, (StoredSchedule State, string ETag)? known, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(tenantId, subscription, known, cancellationToken);
        }
#pragma warning disable CA1031 // One schedule must not keep the others waiting; it is looked at again.
        catch (Exception exception) when (exception is not (OperationCanceledException or DocumentStoreUnavailableException))
#pragma warning restore CA1031
        {
            SubscriptionLog.ScheduleFailed(logger, exception, subscription.Id);
        }
    }

    private async ValueTask RunAsync(string tenantId, Resource<SubscriptionSpec> subscription, (StoredSchedule State, string ETag)? known, CancellationToken cancellationToken)
    {
        var schedule = subscription.Spec.Schedule!;
        if (ScheduleCalendar.Of(schedule) is not { } calendar) return;
        var (now, rule) = (time.GetUtcNow(), $"{schedule.Cron}\n{schedule.TimeZone}");
        if (known is not var (state, etag))
        {
            await store.WriteAsync(tenantId, new StoredSchedule { Subscription = subscription.Id, Rule = rule, Next = Milliseconds(calendar.Next(now)) }, null, cancellationToken);
            return;
        }

        if (state.Rule != rule)
        {
            await store.WriteAsync(tenantId, state with { Rule = rule, Next = Milliseconds(calendar.Next(now)), Queued = 0 }, etag, cancellationToken);
            return;
        }

        var isInService = EventMatcher.IsInService(subscription, now);
        var isDue = state.Next != 0 && state.Next <= now.ToUnixTimeMilliseconds();
        if (!isDue && (state.Queued == 0 || !isInService)) return;

        // Times while it was out of service were not wanted.
        if (!isInService)
        {
            await store.WriteAsync(tenantId, state with { Next = Milliseconds(calendar.Next(now)), Queued = 0 }, etag, cancellationToken);
            return;
        }

        var times = Choose(subscription, isDue ? calendar.Due(DateTimeOffset.FromUnixTimeMilliseconds(state.Next), now, now - Grace, schedule.MaxMissed) : null);
        var next = isDue ? state with { Next = Milliseconds(calendar.Next(now)) } : state;
        var after = await overlap.RunAsync(tenantId, subscription, next, times, cancellationToken);
        if (after is not null && after != state) await store.WriteAsync(tenantId, after, etag, cancellationToken);
    }

    /// <summary>The times that are to run, oldest first.</summary>
    private IReadOnlyList<DateTimeOffset> Choose(Resource<SubscriptionSpec> subscription, DueTimes? due)
    {
        if (due is null) return [];
        IReadOnlyList<DateTimeOffset> missed = subscription.Spec.Schedule!.Missed switch
        {
            MissedPolicies.All => due.Missed,
            MissedPolicies.Latest when due.OnTime.Count == 0 => [.. due.Missed.TakeLast(1)],
            _ => [],
        };
        var left = due.LeftOut + due.Missed.Count - missed.Count;
        if (left > 0) SubscriptionLog.Missed(logger, subscription.Id, left);
        return [.. missed, .. due.OnTime];
    }

    private static long Milliseconds(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() ?? 0;
}
