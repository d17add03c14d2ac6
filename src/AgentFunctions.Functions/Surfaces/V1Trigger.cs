using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>OpenAI-compatible calls.</summary>
public sealed class V1Trigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.V1Name)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.V1Route)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
