using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>What happens when events come: of a topic, of a schedule or of a webhook. Source: API.md, subscriptions; docs/events.md.</summary>
public sealed record SubscriptionSpec
{
    public string? Description { get; set; }

    /// <summary>Team that owns it: it takes events of that team only, and starts what is the team's. null: the tenant, events of all teams.</summary>
    public string? Team { get; set; }

    /// <summary>Topic that is listened to, exact or with a trailing <c>*</c>. With a schedule or webhook: where its events are published, for other subscriptions as well.</summary>
    public string? Topic { get; set; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<EventFilterSpec> Filters { get; set; } = [];

    /// <summary>A condition on <c>event</c>; one that cannot be evaluated does not hold. null: none.</summary>
    public string? Filter { get; set; }

    /// <summary><c>agents/demo</c> or <c>workflows/triage</c>: what is run.</summary>
    public string? Start { get; set; }

    /// <summary>A run that waits is told instead.</summary>
    public SignalSpec? Signal { get; set; }

    /// <summary>Template of the run's input, or of what the signal carries; null: the whole event.</summary>
    public JsonElement? Input { get; set; }

    public ScheduleSpec? Schedule { get; set; }

    public WebhookSpec? Webhook { get; set; }

    public DeliveryRetrySpec Retry { get; set; } = new();

    /// <summary>Whether anything is done with an event by this subscription itself.</summary>
    internal bool HasTarget => Start is not null || Signal is not null;

    /// <summary>Its events come from its own schedule or webhook, not from a topic.</summary>
    internal bool IsSource => Schedule is not null || Webhook is not null;
}
