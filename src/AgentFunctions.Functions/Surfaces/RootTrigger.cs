using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>The start page, and errors in our own form for unknown paths. Its name sorts last: the host tries functions in alphabetical order.</summary>
public sealed class RootTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.RootName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.RootRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
