namespace AgentFunctions.Core.Notifications;

/// <summary>A declared notification.</summary>
/// <param name="Id">Its id among the tenant's notifications.</param>
/// <param name="Spec">What was declared, defaults applied.</param>
public sealed record Notification(string Id, NotificationSpec Spec);
