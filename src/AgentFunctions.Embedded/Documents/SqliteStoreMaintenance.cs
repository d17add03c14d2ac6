using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Documents;

/// <summary>Opens the store with the host, so that a bad folder stops the start, and removes expired documents from time to time.</summary>
internal sealed class SqliteStoreMaintenance(SqliteDocumentStore store, IOptions<SqliteStoreOptions> options, TimeProvider time, ILogger<SqliteStoreMaintenance> logger)
    : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Open();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var removed = await store.SweepExpiredAsync(stoppingToken);
                if (removed > 0)
                    StoreLog.Swept(logger, removed);
            }
            catch (DocumentStoreUnavailableException exception)
            {
                StoreLog.SweepFailed(logger, exception);
            }
        }
    }
}
