using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Replay;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Workflows.Testing;

/// <summary>Runs activities for a test: a stand-in where there is one, else what is registered.</summary>
internal sealed class ActivityStandIns(IServiceProvider services, WorkflowCatalog catalog)
{
    private readonly Dictionary<string, ActivityEntry> _standIns = new(StringComparer.OrdinalIgnoreCase);

    public void Add(ActivityEntry entry) => _standIns[entry.Name] = entry;

    public async Task<HistoryEvent> RunAsync(HistoryEvent scheduled, CancellationToken cancellationToken)
    {
        var (output, failure) = await TryAsync(scheduled.Name!, scheduled.Payload ?? default, cancellationToken);
        failure ??= WorkflowJson.TooLarge(output, $"The output of {scheduled.Name}");
        return new HistoryEvent { Kind = failure is null ? HistoryKind.ActivityCompleted : HistoryKind.ActivityFailed, TaskId = scheduled.TaskId, Payload = failure is null ? output : null, Failure = failure };
    }

    private async Task<(JsonElement Output, WorkflowFailure? Failure)> TryAsync(string name, JsonElement input, CancellationToken cancellationToken)
    {
        if ((_standIns.GetValueOrDefault(name) ?? catalog.FindActivity(name)) is not { } entry)
            return (default, new WorkflowFailure(WorkflowFailureTypes.NotInCatalogue, $"There is neither a stand-in nor a registration for the activity '{name}'."));
        try
        {
            await using var scope = services.CreateAsyncScope();
            return (await entry.RunAsync(scope.ServiceProvider, input, cancellationToken), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, WorkflowFailures.From(exception));
        }
    }
}
