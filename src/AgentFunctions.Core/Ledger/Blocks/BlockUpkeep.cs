using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>Tells counters what this process spent of its blocks, and gives back those that are not used; all of them when the host stops.</summary>
internal sealed class BlockUpkeep(IDocumentStore store, OwnShard shard, BlockVisits visits, BlockBook book, TimeProvider time, ILogger<BlockUpkeep> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RunAsync(isLast: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!book.IsOn) return;
        using var timer = new PeriodicTimer(book.Life / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RunAsync(isLast: false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last turn follows.
        }
    }

    internal async Task RunAsync(bool isLast)
    {
        foreach (var tenantId in shard.Tenants)
        {
            try
            {
                await RunTenantAsync(tenantId, isLast);
            }
#pragma warning disable CA1031 // One tenant's trouble must not keep the blocks of the others; what is left is visited again, by the sweeper where this process is gone.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LedgerLog.BlocksNotKept(logger, exception, tenantId);
            }
        }

        book.Trim(time.GetUtcNow());
    }

    private async ValueTask RunTenantAsync(string tenantId, bool isLast)
    {
        await shard.ConfirmAsync(tenantId);
        await foreach (var name in BlockUses.DueAsync(store, tenantId, shard.Id, CancellationToken.None))
        {
            var isGivenUp = book.Find(tenantId, name.CounterId)?.TryGiveUp(name.UseId, time.GetUtcNow(), isLast) ?? true;
            await visits.VisitAsync(tenantId, name, givesBack: isGivenUp, closes: isGivenUp, CancellationToken.None);
        }
    }
}
