using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Sends a message through its channel. Whatever goes wrong is a result, except the end of the token.</summary>
public sealed class NotificationSender(IEnumerable<INotificationChannel> channels, ILogger<NotificationSender> logger)
{
    private readonly Dictionary<string, INotificationChannel> _channels = channels.ToDictionary(c => c.Name, StringComparer.Ordinal);

    public async ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_channels.TryGetValue(message.Notification.Spec.Channel, out var channel)) return SendResult.Unavailable(SendErrors.InvalidTarget);
        try
        {
            return await channel.SendAsync(message, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            return SendResult.Unavailable(SendErrors.SecretUnavailable);
        }
#pragma warning disable CA1031 // A defect in one channel must not stop the others; it is logged by type, since its text could hold what must not be logged.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NotificationLog.SendFailed(logger, message.TenantId, message.Notification.Id, message.Event.Id, exception.GetType().Name);
            return SendResult.Unavailable(SendErrors.InternalError);
        }
    }
}
