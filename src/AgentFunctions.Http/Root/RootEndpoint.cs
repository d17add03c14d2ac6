using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Root;

/// <summary><c>GET /</c>: what this is and where to look next, for whoever opens the address in a browser.</summary>
internal static class RootEndpoint
{
    private static readonly string Body =
        $$$"""{"name":"AgentFunctions","version":"{{{typeof(RootEndpoint).Assembly.GetName().Version!.ToString(3)}}}","links":{"openapi":"/openapi.json","ready":"/health/ready","models":"/v1/models"}}""";

    public static void MapRoot(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/", WriteAsync)
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("getRoot", "What this is and where to look next."));

    private static Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(Body, context.RequestAborted);
    }
}
