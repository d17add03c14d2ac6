using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>An event that a subscription did not get, kept with the reason.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    public required string Subscription { get; init; }

    public required string Topic { get; init; }

    /// <summary>Team of the subscription; null: the tenant's.</summary>
    public string? Team { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string EventId { get; init; }

    /// <summary>The run that delivering it again started; null where it was not delivered again, or started none yet.</summary>
    public string? RunId { get; init; }

    /// <summary>The event, as it was sent.</summary>
    public required JsonElement Event { get; init; }
}
