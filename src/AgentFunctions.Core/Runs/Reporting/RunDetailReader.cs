using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Verdicts;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Reads a run with its steps, what it waits for and what came of it.</summary>
public sealed class RunDetailReader
{
    /// <summary>Steps shown with a run.</summary>
    public const int MaxSteps = 200;

    private readonly IDocumentStore _documents;
    private readonly RunStore _store;
    private readonly IPayloadStore _payloads;
    private readonly IApprovals? _approvals;
    private readonly RunWaits _waits;

    internal RunDetailReader(IDocumentStore documents, RunStore store, IPayloadStore payloads, IApprovals? approvals, RunWaits waits) =>
        (_documents, _store, _payloads, _approvals, _waits) = (documents, store, payloads, approvals, waits);

    public async ValueTask<Outcome<RunDetail>> GetAsync(RunViewer viewer, string runId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!ResourceIds.IsValid(runId) || await _store.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) return RunErrors.NotFound(runId);
        var verdict = run.IsClosed ? await FindVerdictAsync(viewer.TenantId, runId, cancellationToken) : null;
        if (!run.IsOurs) return new RunDetail(run.ToRun(), [], [], null, null) { Verdict = verdict };
        var latest = await _documents.QueryAsync(RunDocuments.RunPartition(viewer.TenantId, runId), new DocumentQuery(Limit: MaxSteps, Descending: true, IdPrefix: RunDocuments.Steps), cancellationToken);
        List<RunStep> steps = [.. latest.Items.Select(static document => StoredStep.Read(document).Step).Reverse()];
        var end = run.IsClosed ? await _store.FindEndAsync(viewer.TenantId, runId, cancellationToken) : null;
        var output = end?.Output is { } content ? await _payloads.ResolveAsync(viewer.TenantId, RunDocuments.OwnerOf(runId), content, cancellationToken) : null;
        var error = end?.Error is { } why ? new ApiError(500, why.Code, why.Message) : null;
        return new RunDetail(run.ToRun(), steps, await PendingAsync(viewer.TenantId, steps, cancellationToken), output, error)
        {
            Verdict = verdict,
            WaitingFor = run.IsClosed ? [] : await _waits.ListAsync(viewer, run, cancellationToken),
        };
    }

    private async ValueTask<RunVerdict?> FindVerdictAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        (await _documents.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.VerdictId, cancellationToken)).Document is { } document ? StoredVerdict.Read(document).ToVerdict(runId) : null;

    private async ValueTask<IReadOnlyList<Approval>> PendingAsync(string tenantId, List<RunStep> steps, CancellationToken cancellationToken)
    {
        if (_approvals is null) return [];
        var pending = new List<Approval>();
        foreach (var step in steps)
        {
            if (step is { Status: RunStepStatus.Waiting, ApprovalId: { } id } && await _approvals.FindAsync(tenantId, id, cancellationToken) is { Status: ApprovalStatus.Pending } approval) pending.Add(approval);
        }

        return pending;
    }
}
