using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Liveness and readiness.</summary>
public sealed class HealthTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.HealthName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.HealthRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
