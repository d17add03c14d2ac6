using AgentFunctions.Core.Identifiers;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.RequestIdentity;

/// <summary>Gives every request our own id and echoes the caller's as <c>x-client-request-id</c>. A caller's id never names anything of ours.</summary>
internal sealed class RequestIdentityMiddleware(RequestDelegate next)
{
    private const int MaxClientIdLength = 128;

    public Task InvokeAsync(HttpContext context)
    {
        var id = CallId.New();
        context.State().RequestId = id;
        context.Response.Headers[HeaderNames.RequestId] = id;
        if (ClientId(context.Request.Headers) is { } clientId) context.Response.Headers[HeaderNames.ClientRequestId] = clientId;
        return next(context);
    }

    private static string? ClientId(IHeaderDictionary headers)
    {
        string? id = headers[HeaderNames.ClientRequestId];
        if (string.IsNullOrEmpty(id)) id = headers[HeaderNames.RequestId];
        return string.IsNullOrEmpty(id) || id.Length > MaxClientIdLength || !IsVisibleAscii(id) ? null : id;
    }

    // What is echoed goes into a response header: visible ASCII only, so that it can carry nothing else.
    private static bool IsVisibleAscii(string id) => !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
