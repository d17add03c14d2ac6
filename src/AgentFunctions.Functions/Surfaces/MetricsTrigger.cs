using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Prometheus metrics.</summary>
public sealed class MetricsTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.MetricsName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.MetricsRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
