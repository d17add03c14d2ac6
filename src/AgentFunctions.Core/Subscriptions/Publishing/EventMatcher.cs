using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Which subscriptions take an event.</summary>
internal static class EventMatcher
{
    /// <summary>In order of their ids: those that listen to its topic and may see its team, and the one it comes from; of these the ones in service whose filters hold.</summary>
    public static IReadOnlyList<Resource<SubscriptionSpec>> Match(IEnumerable<Resource<SubscriptionSpec>> subscriptions, EventDraft draft, DateTimeOffset now)
    {
        List<Resource<SubscriptionSpec>> listening = [.. subscriptions.Where(s => Listens(s, draft) && IsInService(s, now)).OrderBy(static s => s.Id, StringComparer.Ordinal)];
        if (listening.Count == 0) return listening;
        var environment = EventEnvironment.Of(draft.Event.Json, draft.Topic);
        return [.. listening.Where(s => CompiledSubscription.Of(s).Wants(draft.Event.Json, environment))];
    }

    public static bool IsInService(Resource<SubscriptionSpec> subscription, DateTimeOffset now) =>
        ResourceState.Of(subscription.State, now) is not (OperatingState.Suspended or OperatingState.Killed);

    /// <summary>A subscription of a team sees what is the team's and nothing else; one of the tenant sees all.</summary>
    private static bool Listens(Resource<SubscriptionSpec> subscription, EventDraft draft)
    {
        var spec = subscription.Spec;
        if (!spec.HasTarget || (spec.Team is { } team && team != draft.Team)) return false;
        return spec.IsSource ? subscription.Id == draft.Origin : spec.Topic is { } topic && EventTopics.Matches(topic, draft.Topic);
    }
}
