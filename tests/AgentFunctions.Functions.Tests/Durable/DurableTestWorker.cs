using System.Text.Json;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Functions.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>A worker of the in-process test host that has, for every entry of the catalogue, what the functions of the real host are.</summary>
internal sealed class DurableTestWorker(DurableSidecar sidecar)
{
    private IServiceProvider _services = null!;

    private DurableWorkflowRunner Runner => _services.GetRequiredService<DurableWorkflowRunner>();

    /// <summary>Adds the worker and its client to services that have the catalogue already.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddDurableTaskClient(builder =>
        {
            builder.UseGrpc(sidecar.Channel);
            builder.RegisterDirectly();
        });
        using var names = services.BuildServiceProvider();
        var catalog = names.GetRequiredService<WorkflowCatalog>();
        services.AddDurableTaskWorker(builder =>
        {
            builder.UseGrpc(sidecar.Channel);
            builder.AddTasks(tasks => Register(tasks, catalog));
        });
    }

    /// <summary>Before the start.</summary>
    public void Use(IServiceProvider services)
    {
        _services = services;
        services.GetRequiredService<DurableClientHolder>().See(services.GetRequiredService<DurableTaskClient>());
    }

    private void Register(DurableTaskRegistry tasks, WorkflowCatalog catalog)
    {
        foreach (var workflow in catalog.Workflows)
            tasks.AddOrchestrator(DurableNames.Of(workflow), () => new CatalogueOrchestrator(() => Runner, workflow.Name, workflow.Version));
        foreach (var activity in catalog.Activities)
            tasks.AddActivityFunc<JsonElement, JsonElement>(activity.Name, (_, input) => Runner.RunAsync(_services.GetRequiredService<DurableTaskClient>(), activity.Name, input, CancellationToken.None));
    }
}
