using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs.Upkeep;

/// <summary>Writes when runs were last seen, at its interval and once more when the host stops.</summary>
internal sealed class RunFlusher(RunSeenWriter writer, IOptions<RunsOptions> options, TimeProvider time, ILogger<RunFlusher> logger) : BackgroundService
{
    private bool _isFailing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Also when the drain took all of its time: the store bounds how long this takes.
        await FlushAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LastSeenInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last write follows.
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(cancellationToken);
            _isFailing = false;
        }
#pragma warning disable CA1031 // The next write comes all the same; what was not written is still in memory.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // Once for each outage.
            if (!_isFailing) RunLog.NotWritten(logger, exception is DocumentStoreUnavailableException ? null : exception);
            _isFailing = true;
        }
    }
}
