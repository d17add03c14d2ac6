using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Ledger;

/// <summary>Settles what the store did not take at first, and once more when the host stops.</summary>
internal sealed class SettlementRetries(PendingSettlements queue, SettlementWriter settlements, TimeProvider time, ILogger<SettlementRetries> logger) : BackgroundService
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
        while (queue.TryTake(out var settlement))
        {
            try
            {
                await settlements.SettleAsync(settlement.Reservation, settlement.Attempts);
                if (settlement.Then is { } then) await then();
            }
            catch (DocumentStoreUnavailableException)
            {
                queue.Enqueue(settlement);
                return;
            }
#pragma warning disable CA1031 // One that cannot be settled must not keep all others, or the host, from going on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LedgerLog.NotSettled(logger, exception, settlement.Reservation.Subject.CallId);
            }
        }
    }
}
