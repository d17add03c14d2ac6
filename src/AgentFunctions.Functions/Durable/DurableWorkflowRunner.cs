using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Durable;

/// <summary>Runs entries of the catalogue for the functions that stand for them.</summary>
public sealed class DurableWorkflowRunner(WorkflowCatalog catalog, DurableClientHolder holder, IServiceProvider services)
{
    /// <summary>Runs that version of a workflow on Durable Task.</summary>
    public async Task<JsonElement> RunAsync(TaskOrchestrationContext context, string name, int version)
    {
        ArgumentNullException.ThrowIfNull(context);
        var entry = catalog.FindWorkflow(name, version) ?? throw NotInCatalogue($"version {version} of the workflow '{name}'");
        var output = await entry.RunAsync(services, new DurableWorkflowContext(context, entry, catalog), context.GetInput<JsonElement>());
        return Checked(output, $"The output of {name}");
    }

    /// <summary>Runs an activity once, with services of its own call.</summary>
    public async Task<JsonElement> RunAsync(DurableTaskClient client, string name, JsonElement input, CancellationToken cancellationToken)
    {
        holder.See(client);
        var entry = catalog.FindActivity(name) ?? throw NotInCatalogue($"the activity '{name}'");
        await using var scope = services.CreateAsyncScope();
        return Checked(await entry.RunAsync(scope.ServiceProvider, input, cancellationToken), $"The output of {name}");
    }

    private static JsonElement Checked(JsonElement output, string what) => WorkflowJson.TooLarge(output, what) is { } tooLarge ? throw new WorkflowFaultException(tooLarge) : output;

    private static WorkflowFaultException NotInCatalogue(string what) => new(new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"This host has no {what}. Keep old versions until their instances have ended."));
}
