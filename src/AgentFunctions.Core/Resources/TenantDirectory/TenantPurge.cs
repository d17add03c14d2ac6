using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Resources.TenantDirectory;

/// <summary>Deletes what was done in a tenant that is gone.</summary>
internal sealed class TenantPurge(ActivityPurge activity, RunPurge runs, LedgerPurge ledger)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        await activity.RunAsync(tenantId, cancellationToken);
        await runs.RunAsync(tenantId, cancellationToken);
        await ledger.RunAsync(tenantId, cancellationToken);
    }
}
