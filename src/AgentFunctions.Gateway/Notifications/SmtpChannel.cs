using System.Net.Security;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Messages;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Egress;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AgentFunctions.Gateway.Notifications;

/// <summary>Mail in plain text over a checked connection. The id of a message is the same on every attempt, so that mailboxes can tell repeats.</summary>
internal sealed class SmtpChannel(EgressConnector connector, ISecretSource secrets, TimeProvider time) : INotificationChannel
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public string Name => NotificationChannels.Smtp;

    /// <summary>Tests trust a certificate of their own by it; null checks as the system does.</summary>
    internal RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    public async ValueTask<SendResult> SendAsync(NotificationMessage message, CancellationToken cancellationToken)
    {
        var spec = message.Notification.Spec;
        if (spec.Smtp is not { } smtp || MailAddresses.Parse(spec.To) is not { } to || !MailAddresses.IsValid(smtp.From)) return SendResult.Unavailable(SendErrors.InvalidTarget);
        Secret? password = null;
        if (smtp.Username is not null)
        {
            password = spec.SecretRef is { } name ? (await secrets.ResolveAsync(new SecretUse(message.TenantId, name, NotificationTarget.SecretHost(spec)!) { Team = spec.Team }, cancellationToken))?.Current : null;
            if (password is null) return SendResult.Unavailable(SendErrors.SecretUnavailable);
        }

        using var mail = MailOf(message, smtp.From, to);
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await SendAsync(mail, smtp, password, either.Token);
            return new SendResult(SendOutcome.Delivered, 250);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Unavailable(SendErrors.Timeout);
        }
        catch (SmtpCommandException exception)
        {
            // 5xx is about this message; 4xx passes.
            return new SendResult((int)exception.StatusCode >= 500 ? SendOutcome.Refused : SendOutcome.Unavailable, (int)exception.StatusCode, SendErrors.MailRefused);
        }
        catch (Exception exception) when (ToError(exception) is { } error)
        {
            return SendResult.Unavailable(error);
        }
    }

    private async Task SendAsync(MimeMessage mail, SmtpSpec smtp, Secret? password, CancellationToken cancellationToken)
    {
        var insecure = smtp.Security == "none";
        await using var stream = await connector.ConnectAsync(smtp.Host, smtp.Port, loopbackOnly: insecure && !smtp.AllowInsecure, cancellationToken);
        using var client = new SmtpClient
        {
            Timeout = (int)Timeout.TotalMilliseconds,
            ServerCertificateValidationCallback = CertificateCheck,

            // As HTTP clients of .NET do: fetching revocation lists needs routes that a host often does not have, and would leave the checked connection.
            CheckCertificateRevocation = false,
        };
        var options = smtp.Security switch { "tls" => SecureSocketOptions.SslOnConnect, "none" => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls };
        await client.ConnectAsync(stream, smtp.Host.Trim('[', ']'), smtp.Port, options, cancellationToken);
        if (password is not null) await client.AuthenticateAsync(smtp.Username!, password.Reveal(), cancellationToken);
        await client.SendAsync(mail, cancellationToken);

        // The message is taken: how the goodbye goes changes nothing, and must not have it sent again.
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ProtocolException or CommandException)
        {
            // Nothing to do.
        }
    }

    private static MimeMessage MailOf(NotificationMessage message, string from, IReadOnlyList<string> to)
    {
        var text = MailText.Of(message.Event);
        var mail = new MimeMessage { Subject = text.Subject, Date = message.Event.OccurredAt.ToUniversalTime(), MessageId = $"{message.Event.Id}@agentfunctions.invalid", Body = new TextPart("plain") { Text = text.Body } };
        mail.From.Add(new MailboxAddress("", from));
        mail.To.AddRange(to.Select(address => new MailboxAddress("", address)));

        // RFC 3834: keeps out-of-office answers away.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-AgentFunctions-Event", message.Event.Type);
        return mail;
    }

    private static string? ToError(Exception exception) => exception switch
    {
        EgressException { Refusal: EgressRefusal.NameNotFound } => SendErrors.NameNotFound,
        EgressException { Refusal: EgressRefusal.AddressRefused } => SendErrors.AddressRefused,
        EgressException => SendErrors.ConnectFailed,
        MailKit.Security.AuthenticationException or SaslException => SendErrors.AuthenticationFailed,
        SslHandshakeException or System.Security.Authentication.AuthenticationException => SendErrors.TlsFailed,

        // No STARTTLS offered, or no way to authenticate: never without.
        NotSupportedException => SendErrors.TlsFailed,
        ProtocolException => SendErrors.ProtocolError,
        IOException or System.Net.Sockets.SocketException => SendErrors.ConnectFailed,
        _ => null,
    };
}
