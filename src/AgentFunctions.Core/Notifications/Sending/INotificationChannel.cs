namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>A way to send. Never throws for what a receiver does; exceptions are defects, a store out of reach, or the token.</summary>
public interface INotificationChannel
{
    /// <summary>One of <see cref="NotificationChannels"/>.</summary>
    string Name { get; }

    /// <summary>Sends once, within about ten seconds.</summary>
    ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken);
}
