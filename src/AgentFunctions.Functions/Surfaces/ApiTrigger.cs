using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Control plane and everything that is not a model call.</summary>
public sealed class ApiTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.ApiName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.ApiRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
