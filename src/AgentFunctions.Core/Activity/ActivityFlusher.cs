using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Activity;

/// <summary>Writes activity at its interval, and once more when the host stops: after its servers did, which are started later and stopped earlier.</summary>
internal sealed class ActivityFlusher(ActivityRecorder recorder, ActivityWriter writer, IOptions<ActivityOptions> options, TimeProvider time, ILogger<ActivityFlusher> logger) : BackgroundService
{
    private bool _isFailing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Also when the drain took all of its time: the store bounds how long this takes.
        await FlushAsync(isLast: true, CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(isLast: false, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last write follows.
        }
    }

    private async Task FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await writer.FlushAsync(isLast, cancellationToken);
            _isFailing = false;
        }
#pragma warning disable CA1031 // Counting must not end because one write failed; what was not written is still in memory.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // Once for each outage, not every second.
            if (!_isFailing || isLast) ActivityLog.NotWritten(logger, exception is DocumentStoreUnavailableException ? null : exception);
            _isFailing = true;
        }

        if (recorder.TakeDropped() is var dropped and > 0) ActivityLog.Dropped(logger, dropped);
    }
}
