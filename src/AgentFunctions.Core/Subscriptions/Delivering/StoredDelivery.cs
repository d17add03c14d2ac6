namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>An event that is to be delivered to a subscription. What is started is settled when the event comes: however the subscription changes meanwhile, it is one run.</summary>
internal sealed record StoredDelivery
{
    public int Format { get; init; } = 1;

    public required string Subscription { get; init; }

    /// <summary>Hash of the event.</summary>
    public required string Event { get; init; }

    public required string Topic { get; init; }

    /// <summary>Team of the subscription.</summary>
    public string? Team { get; init; }

    /// <summary>What is run; null where a run is told.</summary>
    public string? Start { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    /// <summary>Who had it delivered again; null: nobody. As much behind what it sets off as who published the event.</summary>
    public IReadOnlyList<string>? RedrivenBy { get; init; }
}
