using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Store.Usage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Memory.Store.Upkeep;

/// <summary>Writes how often records were used, every minute and once more when the host stops.</summary>
internal sealed class MemoryUseFlusher(MemoryUses uses, TimeProvider time, ILogger<MemoryUseFlusher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private bool _isFailing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
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
            await uses.FlushAsync(cancellationToken);
            _isFailing = false;
        }
#pragma warning disable CA1031 // The next write comes all the same; what was not written is still in memory.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // Once for each outage.
            if (!_isFailing) MemoryLog.NotWritten(logger, exception is DocumentStoreUnavailableException ? null : exception);
            _isFailing = true;
        }
    }
}
