using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable.Functions;

/// <summary>What the adapter itself needs run.</summary>
public sealed class AdapterFunctions(DurableWorkflowRunner runner)
{
    [Function("WorkflowClaimChild")]
    public Task<JsonElement> WorkflowClaimChildAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "WorkflowClaimChild", input, cancellationToken);
}
