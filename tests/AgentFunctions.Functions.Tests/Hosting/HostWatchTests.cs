using System.Net;
using System.Net.Sockets;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>A worker whose host is gone would keep the leases of its jobs for ever.</summary>
public sealed class HostWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StoppableLifetime _lifetime = new();
    private readonly TcpListener _host = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Host_Listens_WorkerGoesOn_IsGone_WorkerStops()
    {
        _host.Start();
        using var watch = Watch($"http://127.0.0.1:{((IPEndPoint)_host.LocalEndpoint).Port}/");
        await watch.StartAsync(CancellationToken.None);
        for (var looks = 0; looks <= HostWatch.Refusals; looks++) await LooksAsync();
        Assert.False(_lifetime.IsStopped);

        _host.Stop();

        await TestWait.UntilAsync(
            () =>
            {
                _time.Advance(HostWatch.Interval);
                return _lifetime.IsStopped;
            },
            "the worker stops");
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task NoHostIsNamed_NothingIsWatched()
    {
        using var watch = Watch(null);

        await watch.StartAsync(CancellationToken.None);

        await watch.ExecuteTask!.WaitAsync(TestWait.DefaultDeadline);
        Assert.False(_lifetime.IsStopped);
    }

    public void Dispose()
    {
        _host.Dispose();
        _lifetime.Dispose();
    }

    private async Task LooksAsync()
    {
        var look = _host.AcceptTcpClientAsync();
        await TestWait.UntilAsync(
            () =>
            {
                _time.Advance(HostWatch.Interval);
                return look.IsCompleted;
            },
            "the watch looks");
        (await look).Dispose();
    }

    private HostWatch Watch(string? endpoint) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new KeyValuePair<string, string?>(HostWatch.Endpoint, endpoint)]).Build(), _lifetime, _time, NullLogger<HostWatch>.Instance);
}
