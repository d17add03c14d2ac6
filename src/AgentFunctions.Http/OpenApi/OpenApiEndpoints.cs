using System.Text.Json;
using AgentFunctions.Http.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.OpenApi;

/// <summary><c>GET /openapi.json</c>: what exists, made once from the route table.</summary>
internal static class OpenApiEndpoints
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void MapOpenApiDocument(this IEndpointRouteBuilder endpoints)
    {
        var document = new Lazy<byte[]>(() => Render(endpoints));
        endpoints.MapGet("/openapi.json", context => WriteAsync(context, document.Value))
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("getOpenApi", "This document."));
    }

    private static byte[] Render(IEndpointRouteBuilder endpoints)
    {
        var routes = endpoints.DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();
        var schemas = endpoints.ServiceProvider.GetServices<IApiSchemaSource>();
        var version = typeof(OpenApiEndpoints).Assembly.GetName().Version!.ToString(3);
        return JsonSerializer.SerializeToUtf8Bytes(OpenApiDocument.Build(routes, schemas, version), Indented);
    }

    private static Task WriteAsync(HttpContext context, byte[] document)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
    }
}
