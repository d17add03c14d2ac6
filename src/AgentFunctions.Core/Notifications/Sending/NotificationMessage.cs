namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>One event on its way to one notification.</summary>
/// <param name="TenantId">Owner of both.</param>
/// <param name="Notification">Where it goes, as declared now.</param>
/// <param name="Event">What is sent.</param>
public sealed record NotificationMessage(string TenantId, Notification Notification, NotificationEvent Event);
