namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Sends one event of type <c>notification.test</c> at once, past filters and queue.</summary>
public sealed class NotificationTest(NotificationSender sender, TimeProvider time)
{
    /// <param name="tenantId">Owner.</param>
    /// <param name="notification">Which one.</param>
    /// <param name="by">Who asks, <c>operator/ops</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<SendResult> RunAsync(string tenantId, Notification notification, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var test = NotificationEvents.Create(
            EventTypes.Test, NotificationSeverity.Info, tenantId, notification.Spec.Team, $"notifications/{notification.Id}", $"This is a test of notification {notification.Id}, sent by {by}.", time.GetUtcNow(), ("by", by));
        return sender.SendAsync(new NotificationMessage(tenantId, notification, test), cancellationToken);
    }
}
