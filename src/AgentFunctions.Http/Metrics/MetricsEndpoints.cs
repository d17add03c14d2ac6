using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace AgentFunctions.Http.Metrics;

/// <summary><c>GET /metrics</c>: Prometheus text. The platform sees everything, others the series of their tenant, or of their teams in it.</summary>
internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // A host that collects no metrics has no MeterProvider and so no endpoint: an empty page would look like silence.
        if (endpoints.ServiceProvider.GetService<MeterProvider>() is null) return;
        var scrape = endpoints.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true).Build();
        endpoints.MapGet("/metrics", context => WriteAsync(context, scrape))
            .Requires(AccessRequirement.MetricsRead)
            .Describes(new ApiOperation("getMetrics", "Metrics as Prometheus text: everything for the platform, else the series of the caller's tenant or teams.") { MediaType = "text/plain" });
    }

    private static Task WriteAsync(HttpContext context, RequestDelegate scrape) => context.GetCaller().Access.IsPlatform ? scrape(context) : WriteFilteredAsync(context, scrape);

    private static async Task WriteFilteredAsync(HttpContext context, RequestDelegate scrape)
    {
        var caller = context.GetCaller();
        var response = context.Response;
        var body = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await scrape(context);
        }
        finally
        {
            response.Body = body;
        }

        var text = Encoding.UTF8.GetString(page.GetBuffer().AsSpan(0, (int)page.Length));
        var filtered = Encoding.UTF8.GetBytes(MetricsFilter.Apply(text, caller.Principal.TenantId, caller.Access.Teams(AccessScopes.MetricsRead)));
        response.ContentLength = filtered.Length;
        await body.WriteAsync(filtered, context.RequestAborted);
    }
}
