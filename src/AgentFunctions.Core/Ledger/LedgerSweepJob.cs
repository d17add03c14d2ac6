using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Ledger;

/// <summary>Sweeps every tenant's holds.</summary>
internal sealed class LedgerSweepJob(ITenantDirectory tenants, ILedger ledger, IOptions<LedgerOptions> options) : IScheduledJob
{
    public string Name => "ledger-sweep";

    public TimeSpan Interval => options.Value.SweepInterval;

    /// <summary>Short: when the process that swept is the one that died, another takes over soon.</summary>
    public TimeSpan LeaseLife => Interval * 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken)) await ledger.SweepAsync(tenantId, cancellationToken);
    }
}
