using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Functions.Durable;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>The adapter on Durable Task's in-process test host. What the host stores outlives the worker, which is started anew; time is real, so that letting it pass is waiting.</summary>
internal sealed class DurableWorkflowHarness : WorkflowHarness
{
    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private DurableSidecar? _sidecar;
    private IHost? _worker;

    public override IWorkflowClient Client => Worker.Services.GetRequiredService<IWorkflowClient>();

    public IHost Worker => _worker ?? throw new InvalidOperationException("Not started.");

    public override async Task StartAsync()
    {
        _sidecar ??= await DurableSidecar.StartAsync();
        _worker = new HostBuilder().ConfigureServices(services => Configure(services, _sidecar)).Build();
        await _worker.StartAsync();
        _worker.Services.GetRequiredService<DurableClientHolder>().See(_worker.Services.GetRequiredService<DurableTaskClient>());
    }

    public override async Task StopAsync()
    {
        if (_worker is not { } worker) return;
        _worker = null;
        await worker.StopAsync();
        worker.Dispose();
    }

    public override async Task PassAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(began) >= time, $"{time} pass", time + TestWait.DefaultDeadline);
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_sidecar is not null) await _sidecar.DisposeAsync();
    }

    private void Configure(IServiceCollection services, DurableSidecar sidecar)
    {
        foreach (var service in Services) services.Add(service);
        services.AddLogging(static logging => logging.AddFilter(static level => level >= LogLevel.Error));
        services.AddSingleton<IDocumentStore>(_store);
        services.AddDurableWorkflows();
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

    /// <summary>What the functions of the host are: one for every entry, by the same names.</summary>
    private void Register(DurableTaskRegistry tasks, WorkflowCatalog catalog)
    {
        foreach (var workflow in catalog.Workflows)
            tasks.AddOrchestrator(DurableNames.Of(workflow), () => new CatalogueOrchestrator(Worker.Services.GetRequiredService<DurableWorkflowRunner>, workflow.Name, workflow.Version));
        foreach (var activity in catalog.Activities)
        {
            tasks.AddActivityFunc<JsonElement, JsonElement>(activity.Name, (_, input) =>
            {
                var services = Worker.Services;
                return services.GetRequiredService<DurableWorkflowRunner>().RunAsync(services.GetRequiredService<DurableTaskClient>(), activity.Name, input, CancellationToken.None);
            });
        }
    }
}
