using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Workflows;

/// <summary>Runs the engine while the host runs.</summary>
internal sealed class WorkflowEngine(
    EngineLease lease, SlotTable slots, TurnRunner turns, WorkLoop loop, ActivityPool pool, IOptions<WorkflowEngineOptions> options, ILogger<WorkflowEngine> logger) : BackgroundService
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(500);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await lease.TakeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await lease.StopAsync();
        var started = TimeProvider.System.GetTimestamp();
        while (!pool.IsIdle && TimeProvider.System.GetElapsedTime(started) < StopTime && !cancellationToken.IsCancellationRequested)
            await Task.Delay(StopLook, TimeProvider.System, CancellationToken.None);
        if (!pool.IsIdle)
            WorkflowLog.ActivitiesInterrupted(logger);
        try
        {
            await lease.GiveUpAsync(CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            // The lease ends by itself.
            WorkflowLog.StoreUnavailable(logger, exception);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([lease.RunAsync(stoppingToken), loop.RunAsync(stoppingToken), .. Enumerable.Range(0, options.Value.MaxConcurrentTurns).Select(_ => RunTurnsAsync(stoppingToken))]);

    private async Task RunTurnsAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after another.
        await Task.Yield();
        while (true)
        {
            var slot = await slots.NextAsync(stoppingToken);
            var (keep, again) = (false, false);
            try
            {
                (keep, again) = await turns.RunAsync(slot, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception exception)
            {
                // Whether it was written is unknown: the next turn reads again. The store's note of it brings it back.
                WorkflowLog.TurnFailed(logger, exception, slot.Id);
                await Task.Delay(FailurePause, TimeProvider.System, stoppingToken);
            }
            finally
            {
                slots.Done(slot, keep, again);
            }
        }
    }
}
