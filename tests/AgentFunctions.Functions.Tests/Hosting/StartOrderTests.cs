using AgentFunctions.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Functions.Tests.Hosting;

public sealed class StartOrderTests
{
    [Fact]
    public void AddBeforeServers_ServersRegisteredFirst_StartLastInTheirOrder()
    {
        var services = new ServiceCollection();
        services.AddHostedService<Worker>();
        services.AddHostedService<WebServer>();

        services.AddBeforeServers(inner => inner.AddHostedService<Store>());

        using var provider = services.BuildServiceProvider();
        Assert.Equal([typeof(Store), typeof(Worker), typeof(WebServer)], provider.GetServices<IHostedService>().Select(service => service.GetType()));
    }

    private class Worker : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class WebServer : Worker;

    private sealed class Store : Worker;
}
