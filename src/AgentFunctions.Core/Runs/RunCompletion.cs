using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs;

/// <summary>Closes runs of agents that live elsewhere, on their word.</summary>
public sealed class RunCompletion
{
    private const int Attempts = 4;

    private readonly RunStore _store;
    private readonly RunIndex _index;
    private readonly KnownRuns _known;
    private readonly TimeProvider _time;
    private readonly ILogger<RunCompletion> _logger;

    internal RunCompletion(RunStore store, RunIndex index, KnownRuns known, TimeProvider time, ILogger<RunCompletion> logger) =>
        (_store, _index, _known, _time, _logger) = (store, index, known, time, logger);

    /// <summary>Closes a run. The same outcome again changes nothing; another one is a conflict.</summary>
    public async ValueTask<Outcome<Run>> CompleteAsync(RunViewer viewer, string runId, RunOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!ResourceIds.IsValid(runId)) return RunErrors.NotFound(runId);
        for (var i = 0; i < Attempts; i++)
        {
            var asked = _time.GetTimestamp();
            if (await _store.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) return RunErrors.NotFound(runId);
            if (run.IsOurs) return RunErrors.NotExternal(runId);
            if (run.IsClosed) return RunOutcomes.Find(run.Outcome) == outcome ? run.ToRun() : RunErrors.OtherOutcome(run.ToRun());
            var key = new RunKey(viewer.TenantId, runId);
            var closed = run with
            {
                Status = RunStatuses.ToName(RunOutcomes.ToStatus(outcome)),
                Outcome = RunOutcomes.ToName(outcome),
                EndedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
                LastSeenAt = Math.Max(run.LastSeenAt, _known.Find(key)?.LastSeen ?? 0),
            };
            if (await _store.CloseAsync(viewer.TenantId, closed, null, cancellationToken) is not { } stored) continue;
            _known.Keep(key, stored, asked);
            await IndexAsync(viewer.TenantId, stored, cancellationToken);
            return stored.ToRun();
        }

        return RunErrors.Unsettled;
    }

    private async ValueTask IndexAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        try
        {
            await _index.CloseAsync(tenantId, run, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            // The run is closed, which is what was asked for; the idle job brings the index up to it.
            RunLog.IndexBehind(_logger);
        }
    }
}
