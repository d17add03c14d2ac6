using System.Buffers;
using System.Globalization;
using System.Net;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Notifications;

/// <summary>Rules for the URL a notification is sent to. Chat services make such a URL a secret: its secret part is written <c>{secret}</c> and kept where secrets are kept.</summary>
public static class NotificationTarget
{
    /// <summary>Stands for the secret in the URL of a chat service.</summary>
    public const string Placeholder = "{secret}";

    private static readonly SearchValues<char> Unwanted = SearchValues.Create(" \t\r\n\\{}<>\"^`|");
    private static readonly SearchValues<char> UrlText = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/=%&+:,;");

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Check(string to, bool allowsPlaceholder)
    {
        ArgumentNullException.ThrowIfNull(to);
        var text = to;
        var at = to.IndexOf(Placeholder, StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!allowsPlaceholder) return "may hold {secret} for teams and slack only; a webhook's secretRef signs the messages";
            if (!IsAfterAuthority(to, at)) return "may hold {secret} in its path or query only: the host is literal";
            text = to.Replace(Placeholder, "secret", StringComparison.Ordinal);
        }

        if (text.AsSpan().ContainsAny(Unwanted) || text.Any(c => c is < '!' or > '~')) return "must be a plain ASCII URL without spaces, backslashes, quotes or braces";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)) return "must be an absolute URL that begins with https://";
        if (uri.UserInfo.Length > 0 || uri.Authority.Contains('@', StringComparison.Ordinal)) return "must not contain a user name or password";
        if (text.Contains('#', StringComparison.Ordinal)) return "must not contain a fragment (#...)";
        if (uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) || uri.Host.Length == 0) return "must name its host literally";
        return uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(uri.Host) ? "must begin with https://; plain http is only for loopback" : null;
    }

    /// <summary>The URL with its secret in place, or null when the secret is no text of a URL or the result is not what was declared.</summary>
    public static Uri? Fill(string to, string? secret)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (secret is not null && (secret.Length == 0 || secret.AsSpan().ContainsAnyExcept(UrlText))) return null;
        if (Check(to, allowsPlaceholder: secret is not null) is not null) return null;
        var filled = secret is null ? to : to.Replace(Placeholder, secret, StringComparison.Ordinal);
        return Uri.TryCreate(filled, UriKind.Absolute, out var uri) && ProviderEndpoint.HostOf(filled) == HostOf(to) ? uri : null;
    }

    /// <summary>Where the secret of a notification is sent, as secrets name hosts: with the port when it is not a usual one.</summary>
    public static string? SecretHost(NotificationSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Channel != NotificationChannels.Smtp) return HostOf(spec.To);
        if (spec.Smtp is not { Host.Length: > 0 } smtp) return null;
        var host = smtp.Host.Trim('[', ']').ToLowerInvariant();
        if (IPAddress.TryParse(host, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) host = $"[{host}]";
        return smtp.Port is 25 or 465 or 587 ? host : host + ":" + smtp.Port.ToString(CultureInfo.InvariantCulture);
    }

    public static bool IsLoopback(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static string? HostOf(string to) => ProviderEndpoint.HostOf(to.Replace(Placeholder, "secret", StringComparison.Ordinal));

    private static bool IsAfterAuthority(string to, int at)
    {
        var scheme = to.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return false;
        var end = to.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return end >= 0 && at > scheme + 3 + end;
    }
}
