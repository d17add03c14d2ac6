using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Usage.Relaying;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Folds the embedded log of every tenant.</summary>
internal sealed class UsageFolder(UsageConsumer consumer, UsageSignals signals, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<UsageFolder> logger)
    : LeasedLoop("usage-fold", signals.Published, tenants, lease, time, logger)
{
    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (!await consumer.ConsumeAsync(tenantId, cancellationToken)) signals.Published.Set(tenantId);
    }
}
