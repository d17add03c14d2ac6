using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Ledger;

/// <summary>Settles what the store did not take at first, in order, and once more when the host stops.</summary>
internal sealed class SettlementRetries(PendingSettlements queue, SettlementWriter settlements, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DrainAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await DrainAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last turn follows.
        }
    }

    internal async Task DrainAsync()
    {
        while (queue.TryPeek(out var settlement))
        {
            try
            {
                await settlements.SettleAsync(settlement.Reservation, settlement.Attempts);
            }
            catch (DocumentStoreUnavailableException)
            {
                return;
            }

            queue.Drop();
        }
    }
}
