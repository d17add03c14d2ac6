using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>A dead letter as it is stored, with its event, which may be gone by itself.</summary>
internal sealed record StoredDeadLetter
{
    public int Format { get; init; } = 1;

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required StoredDelivery Delivery { get; init; }

    public required StoredPosting Posting { get; init; }

    /// <summary>Of the delivery, for filters.</summary>
    public required string Subscription { get; init; }

    public required string Topic { get; init; }

    public string? Team { get; init; }
}
