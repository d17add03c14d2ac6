using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger;

/// <summary>Sweeps every tenant's holds.</summary>
internal sealed class LedgerSweepJob(ITenantDirectory tenants, ILedger ledger, IOptions<LedgerOptions> options, ILogger<LedgerSweepJob> logger) : IScheduledJob
{
    public string Name => "ledger-sweep";

    public TimeSpan Interval => options.Value.SweepInterval;

    /// <summary>Short: when the process that swept is the one that died, another takes over soon.</summary>
    public TimeSpan LeaseLife => Interval * 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            try
            {
                await ledger.SweepAsync(tenantId, cancellationToken);
            }
#pragma warning disable CA1031 // One tenant's trouble must not keep what the others hold; the next run tries again.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                JobLog.TenantFailed(logger, exception, Name, tenantId);
            }
        }
    }
}
