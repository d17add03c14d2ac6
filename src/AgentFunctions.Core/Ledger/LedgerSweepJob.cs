using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;

namespace AgentFunctions.Core.Ledger;

/// <summary>Sweeps every tenant's holds.</summary>
internal sealed class LedgerSweepJob(ITenantDirectory tenants, ILedger ledger) : IScheduledJob
{
    public string Name => "ledger-sweep";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken)) await ledger.SweepAsync(tenantId, cancellationToken);
    }
}
