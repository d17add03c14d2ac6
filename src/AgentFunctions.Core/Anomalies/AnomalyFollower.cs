using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Usage.Following;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Anomalies;

/// <summary>Follows the usage of every tenant for <see cref="AnomalyWatch"/>. Nobody signals it: events gather for two seconds.</summary>
internal sealed class AnomalyFollower(UsageFollower follower, AnomalyWatch watch, IOptions<AnomalyOptions> options, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<AnomalyFollower> logger)
    : LeasedLoop("usage-anomalies", new LoopSignal(), tenants, lease, time, logger)
{
    private const string Consumer = "anomalies";

    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        if (options.Value.Enabled) await follower.FollowAsync(tenantId, Consumer, (page, ct) => watch.LookAsync(tenantId, page, ct), cancellationToken);
    }
}
