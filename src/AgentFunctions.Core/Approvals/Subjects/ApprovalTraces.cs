using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;

namespace AgentFunctions.Core.Approvals.Subjects;

/// <summary>What people were asked by a run: the arguments may quote what it was told.</summary>
internal sealed class ApprovalTraces(ApprovalStore store, ApprovalErasing erasing) : IRunTraces
{
    private const string Reason = "What the run was told of a person who is erased is erased.";

    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        foreach (var approval in await store.OfRunAsync(tenantId, run.Id, cancellationToken))
            if (approval.CreatedAt >= since && approval.Agent == run.Agent) await erasing.EraseAsync(tenantId, approval.Id, Reason, withPerson: false, cancellationToken);
    }
}
