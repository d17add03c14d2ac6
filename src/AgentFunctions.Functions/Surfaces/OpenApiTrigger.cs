using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>The OpenAPI document.</summary>
public sealed class OpenApiTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.OpenApiName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.OpenApiRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
