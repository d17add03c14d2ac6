namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>A delivery that is not over. Lives and ends in the same batch as the delivery's status, so that what is due is found without looking at what is done.</summary>
internal sealed record QueueEntry
{
    public required string NotificationId { get; init; }

    public required string EventId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
