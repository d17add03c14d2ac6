namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>How often delivery is tried.</summary>
public sealed record DeliveryRetrySpec
{
    /// <summary>Attempts before an event becomes a dead letter; default 8, 1 to 20.</summary>
    public int Attempts { get; set; } = 8;
}
