using AgentFunctions.Core.Approvals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>Whether a form was sent by a page of ours: the browser says so, in <c>Sec-Fetch-Site</c> or in <c>Origin</c>. One that says neither is no browser with our form.</summary>
internal sealed class SameOrigin(IOptions<ApprovalsOptions> options)
{
    public bool Holds(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site is ["same-origin"];
        if (request.Headers.Origin is not [{ } text] || !Uri.TryCreate(text, UriKind.Absolute, out var origin)) return false;

        // The scheme is not compared: what ends TLS before us leaves http behind it.
        return Is(request.Host) || (options.Value.PublicUrl is { } url && new Uri(url).Authority.Equals(origin.Authority, StringComparison.OrdinalIgnoreCase));

        bool Is(HostString host) => host.HasValue && (host.Value!.Equals(origin.Authority, StringComparison.OrdinalIgnoreCase) || host.Value.Equals($"{origin.Host}:{origin.Port}", StringComparison.OrdinalIgnoreCase));
    }
}
