namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>Fixed words for why an attempt failed; <c>lastError</c> of a delivery. docs/notifications.md explains each.</summary>
public static class SendErrors
{
    public const string AddressRefused = "address_refused";
    public const string AuthenticationFailed = "authentication_failed";
    public const string ConnectFailed = "connect_failed";
    public const string HttpStatus = "http_status";
    public const string InternalError = "internal_error";
    public const string Interrupted = "interrupted";
    public const string InvalidTarget = "invalid_target";
    public const string MailRefused = "mail_refused";
    public const string NameNotFound = "name_not_found";
    public const string NotificationDeleted = "notification_deleted";
    public const string NotWanted = "not_wanted";
    public const string ProtocolError = "protocol_error";
    public const string SecretUnavailable = "secret_unavailable";
    public const string Timeout = "timeout";
    public const string TlsFailed = "tls_failed";

    /// <summary>What an operator does about it.</summary>
    public static string Explain(string error, int? status) => error switch
    {
        AddressRefused => "The host resolves to a private, loopback or reserved address. Use a public host, or list the exact ip:port in AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE.",
        AuthenticationFailed => "The mail server refused the user name or password. Check smtp.username and the secret of secretRef.",
        ConnectFailed => "No connection. Check host, port and firewall.",
        HttpStatus => $"The receiver answered {status}. Anything but 2xx counts as failed; redirects are not followed.",
        InvalidTarget => "The URL with its secret in place is not valid. The secret may hold letters, digits and - . _ ~ / = % & + : , ; only.",
        MailRefused => $"The mail server refused the message with {status}. Check from and to.",
        NameNotFound => "The host name does not resolve. Check its spelling.",
        ProtocolError => "The answer was not of the protocol that was expected. Check scheme, port and smtp.security.",
        SecretUnavailable => "The secret of secretRef does not exist or may not be sent to this host. Set it with this host among its hosts.",
        Timeout => "No answer within ten seconds.",
        TlsFailed => "No trusted TLS connection. The certificate must be valid for the host and issued by an authority this host trusts.",
        _ => "Something went wrong while sending; the log of the host says what.",
    };
}
