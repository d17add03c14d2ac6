using System.Net;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Authentication;

/// <summary>
/// Where a request came from. Without trusted hops it is the other end of the connection; with n of them, the n-th entry from the right of <c>X-Forwarded-For</c>, which is the one that the outermost trusted proxy
/// wrote. What callers put further left counts for nothing.
/// </summary>
internal sealed class ClientAddress(IOptions<AgentFunctionsHttpOptions> options)
{
    private const string Forwarded = "X-Forwarded-For";
    private readonly int _hops = options.Value.TrustedProxyHops;

    /// <summary>null when it cannot be told.</summary>
    public IPAddress? Find(HttpContext context)
    {
        if (_hops == 0) return context.Connection.RemoteIpAddress;
        var entries = context.Request.Headers[Forwarded].SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        return entries.Count >= _hops ? Parse(entries[^_hops]) : null;
    }

    /// <summary>An address, with or without a port: Azure's front end writes <c>203.0.113.7:51234</c>.</summary>
    private static IPAddress? Parse(string entry) =>
        IPEndPoint.TryParse(entry, out var endpoint) ? endpoint.Address : IPAddress.TryParse(entry, out var address) ? address : null;
}
