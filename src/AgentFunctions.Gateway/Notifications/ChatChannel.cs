using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Gateway.Notifications;

/// <summary>Messages for people in a chat service: Microsoft Teams and Slack differ in the body only. The URL is what authenticates.</summary>
/// <param name="name">One of <see cref="NotificationChannels"/>.</param>
/// <param name="write">Event to body.</param>
/// <param name="sender">Posts it.</param>
/// <param name="secrets">Gives what stands for <c>{secret}</c> in the URL.</param>
internal sealed class ChatChannel(string name, Func<NotificationEvent, byte[]> write, HttpSender sender, ISecretSource secrets) : INotificationChannel
{
    public string Name => name;

    public async ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var spec = message.Notification.Spec;
        string? secret = null;
        if (spec.SecretRef is { } reference)
        {
            secret = (await secrets.ResolveAsync(new SecretUse(message.TenantId, reference, NotificationTarget.SecretHost(spec)!) { Team = spec.Team }, cancellationToken))?.Current.Reveal();
            if (secret is null) return SendResult.Unavailable(SendErrors.SecretUnavailable);
        }

        return NotificationTarget.Fill(spec.To, secret) is { } target
            ? await sender.PostAsync(target, write(message.Event), "application/json", [], cancellationToken)
            : SendResult.Unavailable(SendErrors.InvalidTarget);
    }
}
