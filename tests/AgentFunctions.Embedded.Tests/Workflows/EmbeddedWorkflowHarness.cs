using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded.Workflows;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>The embedded engine on a folder of its own, with a clock that jumps.</summary>
internal sealed class EmbeddedWorkflowHarness(bool replayEveryTurn, Action<WorkflowEngineOptions>? configure = null) : WorkflowHarness
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider? _provider;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public override IWorkflowClient Client => Provider.GetRequiredService<IWorkflowClient>();

    public ServiceProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    public string Folder => _folder.Data;

    public override async Task StartAsync()
    {
        var services = new ServiceCollection();
        foreach (var service in Services)
            ((IServiceCollection)services).Add(service);
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(static logging => logging.AddFilter(static level => level >= LogLevel.Warning));
        services.AddEmbeddedStores(options => options.DataDirectory = _folder.Data);
        services.AddEmbeddedWorkflows(options =>
        {
            options.ReplayEveryTurn = replayEveryTurn;
            configure?.Invoke(options);
        });
        _provider = services.BuildServiceProvider();
        foreach (var service in _provider.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    }

    public override async Task StopAsync()
    {
        if (_provider is not { } provider)
            return;
        _provider = null;
        foreach (var service in provider.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        await provider.DisposeAsync();
    }

    public override Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }
}
