using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace AgentFunctions.Http.Metrics;

/// <summary><c>GET /metrics</c>: Prometheus text, for operators.</summary>
internal static class MetricsEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // A host that collects no metrics has no MeterProvider and so no endpoint: an empty page would look like silence.
        if (endpoints.ServiceProvider.GetService<MeterProvider>() is null) return;
        endpoints.MapPrometheusScrapingEndpoint("/metrics")
            .Requires(AccessRequirement.MetricsRead)
            .Describes(new ApiOperation("getMetrics", "Metrics as Prometheus text.") { MediaType = "text/plain" });
    }
}
