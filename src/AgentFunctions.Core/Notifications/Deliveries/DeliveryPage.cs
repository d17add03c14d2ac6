namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>One page of deliveries, newest event first.</summary>
public sealed record DeliveryPage(IReadOnlyList<Delivery> Items, string? NextCursor);
