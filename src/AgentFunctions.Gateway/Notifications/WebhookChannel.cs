using AgentFunctions.Core.Secrets;
using System.Globalization;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Messages;
using AgentFunctions.Core.Notifications.Sending;

namespace AgentFunctions.Gateway.Notifications;

/// <summary>CloudEvents, signed as Standard Webhooks 1.0.0 has it. The id is that of the event on every attempt, the time that of the attempt.</summary>
internal sealed class WebhookChannel(HttpSender sender, ISigningSecrets secrets, TimeProvider time) : INotificationChannel
{
    public string Name => NotificationChannels.Webhook;

    public async ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var spec = message.Notification.Spec;
        if (NotificationTarget.Fill(spec.To, null) is not { } target) return SendResult.Unavailable(SendErrors.InvalidTarget);
        var body = CloudEventMessage.Write(message.Event);
        var at = time.GetUtcNow().ToUnixTimeSeconds();
        List<(string, string)> headers = [(WebhookSignature.IdHeader, message.Event.Id), (WebhookSignature.TimestampHeader, at.ToString(CultureInfo.InvariantCulture))];
        if (spec.SecretRef is { } name)
        {
            var keys = await secrets.ResolveAsync(new SecretUse(message.TenantId, name, NotificationTarget.SecretHost(spec)!) { Team = spec.Team }, cancellationToken);

            // Declared to be signed: never sent without.
            if (keys.Count == 0) return SendResult.Unavailable(SendErrors.SecretUnavailable);
            headers.Add((WebhookSignature.SignatureHeader, WebhookSignature.Sign(keys.Select(k => k.Reveal()), message.Event.Id, at, body)));
        }

        return await sender.PostAsync(target, body, CloudEventMessage.MediaType, headers, cancellationToken);
    }
}
