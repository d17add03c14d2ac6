using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Functions.Durable.Again;
using AgentFunctions.Functions.Durable.Tries;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Durable;

/// <summary>Runs entries of the catalogue for the functions that stand for them.</summary>
public sealed class DurableWorkflowRunner(WorkflowCatalog catalog, DurableClientHolder holder, IServiceProvider services, ILogger<DurableWorkflowRunner> logger)
{
    /// <summary>Runs that version of a workflow on Durable Task.</summary>
    public async Task<JsonElement> RunAsync(TaskOrchestrationContext context, string name, int version)
    {
        ArgumentNullException.ThrowIfNull(context);
        var entry = catalog.FindWorkflow(name, version) ?? throw NotInCatalogue($"version {version} of the workflow '{name}'");
        var again = AgainInput.Unwrap(context.GetInput<JsonElement>());
        var output = await entry.RunAsync(services, new DurableWorkflowContext(context, entry, catalog, again.Events), again.Input);
        return Checked(output, $"The output of {name}");
    }

    /// <summary>Runs an activity once, with services of its own call.</summary>
    public async Task<JsonElement> RunAsync(DurableTaskClient client, string name, JsonElement input, CancellationToken cancellationToken)
    {
        holder.See(client);
        return ActivityTry.Unwrap(input) is { } inner ? await TryAsync(name, inner, cancellationToken) : await RunActivityAsync(name, input, cancellationToken);
    }

    private async Task<JsonElement> TryAsync(string name, JsonElement input, CancellationToken cancellationToken)
    {
        try
        {
            return ActivityTry.Succeeded(await RunActivityAsync(name, input, cancellationToken));
        }
#pragma warning disable CA1031 // Whatever an activity throws is a failed try; the workflow decides what comes of it.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var failure = exception is WorkflowFaultException fault ? fault.Failure : WorkflowFailures.From(exception);
            DurableLog.TryFailed(logger, name, failure.Type);
            return ActivityTry.Failed(failure);
        }
    }

    private async Task<JsonElement> RunActivityAsync(string name, JsonElement input, CancellationToken cancellationToken)
    {
        var entry = catalog.FindActivity(name) ?? throw NotInCatalogue($"the activity '{name}'");
        await using var scope = services.CreateAsyncScope();
        return Checked(await entry.RunAsync(scope.ServiceProvider, input, cancellationToken), $"The output of {name}");
    }

    private static JsonElement Checked(JsonElement output, string what) => WorkflowJson.TooLarge(output, what) is { } tooLarge ? throw new WorkflowFaultException(tooLarge) : output;

    private static WorkflowFaultException NotInCatalogue(string what) => new(new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"This host has no {what}. Keep old versions until their instances have ended."));
}
