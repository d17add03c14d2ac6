using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions.Surfaces;

/// <summary>The pages on which people look at approvals and decide.</summary>
public sealed class ApprovalsTrigger(AgentFunctionsApp app)
{
    [Function(RouteSurfaces.ApprovalsName)]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = RouteSurfaces.ApprovalsRoute)] HttpRequest request) =>
        app.InvokeAsync(request.HttpContext);
}
