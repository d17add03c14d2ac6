using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable.Functions;

/// <summary>Runs of workflows that are declared as data. One function an entry of the catalogue, under its name.</summary>
public sealed class DefinitionRunFunctions(DurableWorkflowRunner runner)
{
    [Function("DefinitionRun")]
    public Task<JsonElement> DefinitionRunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunAsync(context, "DefinitionRun", 1);

    [Function("DefinitionLoad")]
    public Task<JsonElement> DefinitionLoadAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionLoad", input, cancellationToken);

    [Function("DefinitionCallTool")]
    public Task<JsonElement> DefinitionCallToolAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionCallTool", input, cancellationToken);

    [Function("DefinitionRunChild")]
    public Task<JsonElement> DefinitionRunChildAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionRunChild", input, cancellationToken);

    [Function("DefinitionAskPeople")]
    public Task<JsonElement> DefinitionAskPeopleAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionAskPeople", input, cancellationToken);

    [Function("DefinitionMark")]
    public Task<JsonElement> DefinitionMarkAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionMark", input, cancellationToken);

    [Function("DefinitionStopStep")]
    public Task<JsonElement> DefinitionStopStepAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionStopStep", input, cancellationToken);

    [Function("DefinitionEvaluate")]
    public Task<JsonElement> DefinitionEvaluateAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionEvaluate", input, cancellationToken);

    [Function("DefinitionList")]
    public Task<JsonElement> DefinitionListAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionList", input, cancellationToken);

    [Function("DefinitionClose")]
    public Task<JsonElement> DefinitionCloseAsync([ActivityTrigger] JsonElement input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunAsync(client, "DefinitionClose", input, cancellationToken);
}
