using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Relaying;

/// <summary>Relays the outbox of every tenant. A process that ends leaves its outbox to the others.</summary>
internal sealed class UsageRelay(UsageOutbox outbox, UsageSignals signals, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<UsageRelay> logger)
    : LeasedLoop("usage-relay", signals.Settled, tenants, lease, time, logger)
{
    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (await outbox.RelayAsync(tenantId, cancellationToken) > 0) signals.Published.Set(tenantId);
    }
}
