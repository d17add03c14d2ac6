using AgentFunctions.Functions.Durable;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>Probes. With a client of Durable Task: they come to every instance, so that jobs and <c>/v1</c> have one soon after its start.</summary>
public sealed class HealthTrigger(AgentFunctionsApp app, DurableClientHolder durable)
{
    [Function(RouteSurfaces.HealthName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.HealthRoute)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        app.InvokeAsync(durable.See(client, request.HttpContext));
}
