using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Writes reports of runs from the record.</summary>
public sealed class RunReportReader
{
    /// <summary>Steps of a report.</summary>
    public const int MaxSteps = 2000;

    private static readonly string[] LimitCodes =
    [
        ErrorCodes.BudgetExhausted, ErrorCodes.RequestExceedsLimit, ErrorCodes.RateLimited, ErrorCodes.ConcurrencyLimited, ErrorCodes.RunDepthExceeded, ErrorCodes.RunCountExceeded,
        ErrorCodes.StepLimit, ErrorCodes.DeadlineExceeded, ErrorCodes.NoProgress,
    ];

    private readonly RunDetailReader _details;
    private readonly RunStore _store;
    private readonly RunStepWrites _steps;
    private readonly IRunUsage _usage;
    private readonly IApprovals? _approvals;

    internal RunReportReader(RunDetailReader details, RunStore store, RunStepWrites steps, IRunUsage usage, IApprovals? approvals) =>
        (_details, _store, _steps, _usage, _approvals) = (details, store, steps, usage, approvals);

    public async ValueTask<Outcome<RunReport>> GetAsync(RunViewer viewer, string runId, CancellationToken cancellationToken)
    {
        var found = await _details.GetAsync(viewer, runId, cancellationToken);
        if (found.Value is not { } detail) return found.Error!;
        var tenantId = viewer.TenantId;
        var (steps, approvals, hasMore) = (new List<RunReportStep>(), new List<Approval>(), false);
        await foreach (var stored in _steps.ListAsync(tenantId, runId, null, null, cancellationToken))
        {
            hasMore = steps.Count == MaxSteps;
            if (hasMore) break;
            steps.Add(await StepAsync(tenantId, runId, stored, cancellationToken));
            if (_approvals is not null && stored.Step.ApprovalId is { } id && await _approvals.FindAsync(tenantId, id, cancellationToken) is { } approval) approvals.Add(approval);
        }

        var models = await _usage.FindByModelAsync(tenantId, detail.Run, cancellationToken);
        var work = await _store.FindWorkAsync(tenantId, runId, cancellationToken);
        return new RunReport
        {
            Run = detail.Run,
            Steps = steps,
            HasMore = hasMore,
            Models = models,
            Usage = models.Count == 0 ? null : models.Select(static m => m.Usage).Aggregate(static (one, other) => one + other),
            Approvals = approvals,
            WaitingFor = detail.WaitingFor,
            LimitsHit = LimitsHit(detail, steps, work),
            Context = steps.LastOrDefault(static item => item.Step.Context is not null)?.Step.Context,
            Verdict = detail.Verdict,
            Output = detail.Output,
            Error = detail.Error,
        };
    }

    private async ValueTask<RunReportStep> StepAsync(string tenantId, string runId, StoredStep stored, CancellationToken cancellationToken)
    {
        var step = stored.Step;
        var usage = step.Usage is { } told ? new RunUsage(told.Requests, told.Tokens, new CallCost(new NanoDollars(told.Cost), default, default)) : null;
        if (step.Kind is not (RunStepKind.Agent or RunStepKind.Workflow)) return new RunReportStep(step, usage, null);
        var child = await _store.FindAsync(tenantId, RunIds.OfChild(runId, step.Id), cancellationToken);
        if (child is not { Purged: false }) return new RunReportStep(step, usage, null);
        return new RunReportStep(step, await _usage.FindAsync(tenantId, child.ToRun(), cancellationToken) ?? usage, child.Id);
    }

    private static List<string> LimitsHit(RunDetail detail, List<RunReportStep> steps, StoredWork? work)
    {
        var hit = new List<string>();
        if (work is not null && detail.Run.Steps >= work.Steps && RunStatuses.IsClosed(detail.Run.Status) && detail.Run.Status != RunStatus.Succeeded) hit.Add($"steps: all {work.Steps} were taken");
        if (detail.Run is { Status: RunStatus.TimedOut, Deadline: { } deadline }) hit.Add($"deadline: {deadline.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        if (detail.Error is { } error && IsLimit(error.Code)) hit.Add($"{error.Code}: {error.Message}");
        foreach (var step in steps)
            if (step.Step.Error is { } text && IsLimit(text)) hit.Add($"step {step.Step.Id}: {text}");
        return hit;
    }

    private static bool IsLimit(string text) => Array.Exists(LimitCodes, code => text.StartsWith(code, StringComparison.Ordinal));
}
