using AgentFunctions.Core.Identity;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Authentication;

/// <summary>Collects what a request brings to prove who it is.</summary>
internal sealed class CredentialReader(ClientAddress addresses)
{
    /// <summary>null where the request brings no key.</summary>
    /// <param name="context">The request.</param>
    /// <param name="withAgent">The endpoint serves agents, so that <c>x-agent-id</c> counts.</param>
    public PresentedCredential? Read(HttpContext context, bool withAgent)
    {
        if (PresentedKey.Read(context.Request) is not { } key) return null;
        var headers = context.Request.Headers;
        string? agent = withAgent ? headers[HeaderNames.AgentId] : default;
        return new PresentedCredential(key, headers[HeaderNames.TenantId], agent, addresses.Find(context));
    }
}
