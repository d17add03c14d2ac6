using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Ledger;

/// <summary>Keeps this process alive in the eyes of the sweeper, whether or not calls come in.</summary>
internal sealed class LedgerHeartbeat(LedgerOwners owners, TimeProvider time) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            // Also when the drain took all of its time: the store bounds how long this takes.
            await owners.LeaveAsync(CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException)
        {
            // It ends by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(owners.Life / 4, time);
        try
        {
            do
            {
                try
                {
                    await owners.ShowAsync(stoppingToken);
                }
                catch (DocumentStoreUnavailableException)
                {
                    // Nothing can be reserved either while the store is away.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
