using System.Net;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>Where a command sends the key: https, or plain http on this machine.</summary>
internal static class ServerAddress
{
    /// <exception cref="CommandException">It is not such an address.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw CommandException.Usage("--server must be an address such as https://gateway.example.com or http://127.0.0.1:7071, without user name, query or fragment.");
        if (uri.Scheme == Uri.UriSchemeHttp && !IsLoopback(uri)) throw CommandException.Usage("--server must begin with https://: over plain http the key could be read. Only loopback may use http.");

        // Relative addresses replace what follows the last slash.
        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    public static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
