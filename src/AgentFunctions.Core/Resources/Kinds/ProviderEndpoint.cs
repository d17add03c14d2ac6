using System.Buffers;
using System.Globalization;
using System.Net;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>Rules for a provider's base URL, which credentials are sent to.</summary>
public static class ProviderEndpoint
{
    private static readonly SearchValues<char> Unwanted = SearchValues.Create(" \t\r\n\\{}<>\"^`|");

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Check(string endpoint, bool allowInsecure)
    {
        if (endpoint.AsSpan().ContainsAny(Unwanted)) return "must be a plain URL without spaces, backslashes, placeholders or quotes";
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            return "must be an absolute URL that begins with https://, such as https://api.openai.com/v1";
        if (uri.UserInfo.Length > 0 || endpoint.Contains('@', StringComparison.Ordinal)) return "must not contain a user name or password: put the credential in a secret and name it in credential.secretRef";
        if (endpoint.Contains('?', StringComparison.Ordinal)) return "must not contain a query: use apiVersion for api-version, headers for the rest";
        if (endpoint.Contains('#', StringComparison.Ordinal)) return "must not contain a fragment (#...)";
        if (uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) || uri.Host.Length == 0) return "must name its host literally";
        if (uri.Scheme == Uri.UriSchemeHttp && !allowInsecure && !IsLoopback(uri))
            return "must begin with https://; plain http is only for loopback, or for networks you trust with allowInsecure: true";
        return null;
    }

    /// <summary>What is wrong with the address of an Azure OpenAI resource, or null.</summary>
    public static string? CheckAzureResource(string? endpoint)
    {
        if (endpoint is null) return "is required, such as https://RESOURCE.openai.azure.com";
        if (Check(endpoint, allowInsecure: false) is { } wrong) return wrong;
        var uri = new Uri(endpoint);
        if (uri.Scheme != Uri.UriSchemeHttps) return "must begin with https://";
        return uri.AbsolutePath == "/" ? null : "must be the resource's root without a path, such as https://RESOURCE.openai.azure.com; for the address that ends in /openai/v1/ use type openai";
    }

    /// <summary>Host as secrets name it: in lower case, with the port when it is not the scheme's own.</summary>
    public static string? HostOf(string? endpoint)
    {
        if (endpoint is null || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return null;
        var host = uri.IdnHost.ToLowerInvariant();
        if (uri.HostNameType == UriHostNameType.IPv6) host = uri.Host.ToLowerInvariant();
        return uri.IsDefaultPort ? host : host + ":" + uri.Port.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsLoopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
