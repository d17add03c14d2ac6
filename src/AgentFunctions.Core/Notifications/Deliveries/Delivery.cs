namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>One event for one notification, as stored.</summary>
public sealed record Delivery
{
    public required string NotificationId { get; init; }

    public required NotificationEvent Event { get; init; }

    /// <summary>One of <see cref="DeliveryStatus"/>.</summary>
    public required string Status { get; init; }

    public int Attempts { get; init; }

    /// <summary>HTTP or SMTP status of the last attempt; null when there was none.</summary>
    public int? LastStatus { get; init; }

    /// <summary>A fixed word (<see cref="Sending.SendErrors"/>), never text of a receiver.</summary>
    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The receiver asked not to be called before (Retry-After).</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Later events may pass while this one waits.</summary>
    public bool Passable { get; init; }

    /// <summary>Until when an attempt under way is nobody else's.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    internal bool IsOpen => Status is DeliveryStatus.Pending or DeliveryStatus.Failed;
}
