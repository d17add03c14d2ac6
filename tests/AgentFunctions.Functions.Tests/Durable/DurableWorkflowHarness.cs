using System.Diagnostics;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Functions.Durable;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Workflows;
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
        var worker = new DurableTestWorker(_sidecar ??= await DurableSidecar.StartAsync());
        _worker = new HostBuilder().ConfigureServices(services => Configure(services, worker)).Build();
        worker.Use(_worker.Services);
        await _worker.StartAsync();
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

    private void Configure(IServiceCollection services, DurableTestWorker worker)
    {
        foreach (var service in Services) services.Add(service);
        services.AddLogging(static logging => logging.AddFilter(static level => level >= LogLevel.Error));
        services.AddSingleton<IDocumentStore>(_store);
        services.AddDurableWorkflows();
        worker.AddTo(services);
    }
}
