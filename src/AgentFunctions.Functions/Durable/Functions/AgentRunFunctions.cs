using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable.Functions;

/// <summary>Runs of agents. One function an entry of the catalogue, under its name: so names are true in statuses, logs and spans.</summary>
public sealed class AgentRunFunctions(DurableWorkflowRunner runner)
{
    [Function("AgentRun")]
    public Task<JsonElement> AgentRunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunAsync(context, "AgentRun", 1);

    [Function("AgentLoadRun")]
    public Task<JsonElement> AgentLoadRunAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentLoadRun", input, cancellationToken);

    [Function("AgentCallModel")]
    public Task<JsonElement> AgentCallModelAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentCallModel", input, cancellationToken);

    [Function("AgentCallTool")]
    public Task<JsonElement> AgentCallToolAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentCallTool", input, cancellationToken);

    [Function("AgentStartHelper")]
    public Task<JsonElement> AgentStartHelperAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentStartHelper", input, cancellationToken);

    [Function("AgentEndHelper")]
    public Task<JsonElement> AgentEndHelperAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentEndHelper", input, cancellationToken);

    [Function("AgentCancelHelper")]
    public Task<JsonElement> AgentCancelHelperAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentCancelHelper", input, cancellationToken);

    [Function("AgentNextCompensation")]
    public Task<JsonElement> AgentNextCompensationAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentNextCompensation", input, cancellationToken);

    [Function("AgentSetStatus")]
    public Task<JsonElement> AgentSetStatusAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentSetStatus", input, cancellationToken);

    [Function("AgentCloseRun")]
    public Task<JsonElement> AgentCloseRunAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentCloseRun", input, cancellationToken);

    [Function("AgentFailRun")]
    public Task<JsonElement> AgentFailRunAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "AgentFailRun", input, cancellationToken);
}
