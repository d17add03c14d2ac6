using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Azure OpenAI's path forms of the same calls.</summary>
public sealed class OpenAiTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.OpenAiName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.OpenAiRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
