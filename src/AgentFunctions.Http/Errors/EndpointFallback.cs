using AgentFunctions.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Errors;

/// <summary>Answers for requests that no endpoint takes: 404 for an unknown path, 405 for a known one with another method.</summary>
internal static class EndpointFallback
{
    public static Task UnknownPathAsync(HttpContext context)
    {
        var request = context.Request;
        return context.WriteErrorAsync(ErrorFormat.IsOpenAi(request.Path)
            ? ApiErrors.UnsupportedEndpoint(request.Method, request.Path)
            : ApiErrors.NotFound(null, $"There is nothing at {request.Method} {request.Path}. /openapi.json lists what this server has."));
    }

    /// <summary>Runs the router's own rejection endpoint (it sets status and <c>Allow</c>) and gives it a body.</summary>
    public static async Task RejectedAsync(HttpContext context, Endpoint endpoint)
    {
        await endpoint.RequestDelegate!(context);
        var allow = context.Response.Headers.Allow.ToString();
        await context.WriteErrorAsync(context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
            ? new ApiError(405, ErrorCodes.MethodNotAllowed, $"{context.Request.Method} is not served here; use {allow}.") { ShouldRetry = false }
            : new ApiError(context.Response.StatusCode, ErrorCodes.UnsupportedMediaType, "Send the body as application/json.") { ShouldRetry = false });
    }
}
