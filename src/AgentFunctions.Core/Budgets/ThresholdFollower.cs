using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Usage.Following;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Budgets;

/// <summary>Follows the usage of every tenant for <see cref="ThresholdWatch"/>. Nobody signals it: events gather for two seconds, so that a busy counter is read once for many of them.</summary>
internal sealed class ThresholdFollower(UsageFollower follower, ThresholdWatch watch, ITenantDirectory tenants, JobLease lease, TimeProvider time, ILogger<ThresholdFollower> logger)
    : LeasedLoop("budget-watch", new LoopSignal(), tenants, lease, time, logger)
{
    private const string Consumer = "budgets";

    protected override async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken) =>
        await follower.FollowAsync(tenantId, Consumer, (page, ct) => watch.LookAsync(tenantId, page.Bodies, ct), cancellationToken);
}
