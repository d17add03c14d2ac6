namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Sends one event of type <c>notification.test</c> at once, past filters and queue.</summary>
public sealed class NotificationTest(INotificationDirectory directory, NotificationSender sender, TimeProvider time)
{
    /// <summary>The result, or null when there is no such notification.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="notificationId">Which one.</param>
    /// <param name="by">Who asks, <c>operator/ops</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<SendResult?> RunAsync(string tenantId, string notificationId, string by, CancellationToken cancellationToken)
    {
        var notification = (await directory.ListAsync(tenantId, cancellationToken)).FirstOrDefault(n => n.Id == notificationId);
        if (notification is null) return null;
        var test = NotificationEvents.Create(
            EventTypes.Test, NotificationSeverity.Info, tenantId, notification.Spec.Team, $"notifications/{notificationId}", $"This is a test of notification {notificationId}, sent by {by}.", time.GetUtcNow(), ("by", by));
        return await sender.SendAsync(new NotificationMessage(tenantId, notification, test), cancellationToken);
    }
}
