using AgentFunctions.Functions.Durable;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Control plane and everything that is not a model call. With a client of Durable Task, which costs every request of its function: of the HTTP functions only this one and the probes have one.</summary>
public sealed class ApiTrigger(AgentFunctionsApp app, DurableClientHolder durable)
{
    [Function(RouteSurfaces.ApiName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.ApiRoute)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        app.InvokeAsync(durable.See(client, request.HttpContext));
}
