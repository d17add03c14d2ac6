using System.Net;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>What addresses to listen on say about who can reach them.</summary>
internal static class ListenUrls
{
    /// <summary>Whether only this machine reaches every one of them.</summary>
    public static bool AreLoopback(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsLoopback);

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host.Trim('[', ']');
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
