using System.Text.Json;
using AgentFunctions.Functions.Durable;
using Microsoft.DurableTask;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>What an orchestrator function of the host is.</summary>
internal sealed class CatalogueOrchestrator(Func<DurableWorkflowRunner> runner, string name, int version) : TaskOrchestrator<JsonElement, JsonElement>
{
    public override Task<JsonElement> RunAsync(TaskOrchestrationContext context, JsonElement input) => runner().RunAsync(context, name, version);
}
