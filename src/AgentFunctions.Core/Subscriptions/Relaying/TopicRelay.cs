using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>Passes on what every tenant owes to the hub of topics, until the hub has it. A process that ends leaves the rest to the others.</summary>
internal sealed class TopicRelay(TopicOutbox outbox, TopicSignals signals, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<TopicRelay> logger)
    : LeasedLoop("topic-relay", signals.Owed, tenants, lease, time, logger)
{
    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (!await outbox.RelayAsync(tenantId, cancellationToken)) signals.Owed.Set(tenantId);
    }
}
