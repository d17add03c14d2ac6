using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// Ends the worker when its host is gone. The worker would not notice: it would live on and keep renewing the leases of jobs that it can no longer do, since the engine of workflows is reached through the host, and the
/// next worker on the same store would wait for ever.
/// </summary>
internal sealed class HostWatch(IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HostWatch> logger) : BackgroundService
{
    /// <summary>Where the worker reaches its host; the host says so when it starts the worker.</summary>
    public const string Endpoint = "Functions:Worker:HostEndpoint";

    /// <summary>Refusals in a row. The host listens for as long as it lives, also while it stops in good order.</summary>
    public const int Refusals = 3;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out var host)) return;
        using var timer = new PeriodicTimer(Interval, time);
        for (var refused = 0; refused < Refusals;)
        {
            if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
            refused = await IsRefusedAsync(host, stoppingToken) ? refused + 1 : 0;
        }

        HostWatchLog.HostIsGone(logger, host);
        lifetime.StopApplication();
    }

    /// <summary>Only a refusal says that nobody listens; a host that is slow is there.</summary>
    private static async Task<bool> IsRefusedAsync(Uri host, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host.Host, host.Port, cancellationToken);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
