namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>States of a delivery, as the API shows them.</summary>
public static class DeliveryStatus
{
    /// <summary>Not tried yet.</summary>
    public const string Pending = "pending";

    /// <summary>Tried without success; will be tried again at <c>nextAttemptAt</c>.</summary>
    public const string Failed = "failed";

    /// <summary>The receiver took it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Given up.</summary>
    public const string Dead = "dead";

    /// <summary>Not sent: the same was sent within the last hour.</summary>
    public const string Deduplicated = "deduplicated";
}
