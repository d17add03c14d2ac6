using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Resources.TenantDirectory;

/// <summary>Deletes what was done in a tenant that is gone.</summary>
internal sealed class TenantPurge(ActivityPurge activity, RunPurge runs, SessionPurge sessions, ToolCallPurge tools, ApprovalPurge approvals, LedgerPurge ledger, UsagePurge usage, MemoryPurge memory)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        await activity.RunAsync(tenantId, cancellationToken);
        await sessions.RunAsync(tenantId, cancellationToken);
        await runs.RunAsync(tenantId, cancellationToken);
        await tools.RunAsync(tenantId, cancellationToken);
        await approvals.RunAsync(tenantId, cancellationToken);
        await memory.RunAsync(tenantId, cancellationToken);

        // Before usage: what still lies in its outbox must not come after.
        await ledger.RunAsync(tenantId, cancellationToken);
        await usage.RunAsync(tenantId, cancellationToken);
    }
}
