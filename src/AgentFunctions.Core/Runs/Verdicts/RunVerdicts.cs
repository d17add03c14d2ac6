using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>
/// Takes verdicts on runs that are over, one a run. It is stored before anybody hears of it; where that is broken off, giving the same verdict again tells what was not told.
/// </summary>
public sealed class RunVerdicts
{
    private readonly IDocumentStore _store;
    private readonly RunStore _runs;
    private readonly IReadOnlyList<IRunVerdictListener> _listeners;
    private readonly TimeProvider _time;

    internal RunVerdicts(IDocumentStore store, RunStore runs, IEnumerable<IRunVerdictListener> listeners, TimeProvider time) => (_store, _runs, _listeners, _time) = (store, runs, [.. listeners], time);

    /// <summary>The verdict as it is kept; refused where there is another one, the run is not over, or the caller does not see it.</summary>
    /// <param name="viewer">Who speaks; never the agent itself: the caller sees to that.</param>
    /// <param name="runId">The run.</param>
    /// <param name="isSuccess">It did what it was to do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; give it again.</exception>
    public async ValueTask<Outcome<RunVerdict>> GiveAsync(RunViewer viewer, string runId, bool isSuccess, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        if (!ResourceIds.IsValid(runId) || await _runs.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) return RunErrors.NotFound(runId);
        if (!run.IsClosed) return RunErrors.NotOver(runId);
        var partition = RunDocuments.RunPartition(viewer.TenantId, runId);
        var stored = new StoredVerdict { Success = isSuccess, By = viewer.By, At = _time.GetUtcNow().ToUnixTimeMilliseconds() };
        var created = await _store.CreateAsync(partition, new DocumentWrite(RunDocuments.VerdictId, JsonSerializer.SerializeToUtf8Bytes(stored, VerdictJson.Default.StoredVerdict)), cancellationToken);
        if (!created.IsOk)
        {
            if ((await _store.ReadAsync(partition, RunDocuments.VerdictId, cancellationToken)).Document is not { } document) return RunErrors.NotFound(runId);
            stored = StoredVerdict.Read(document);
            if (stored.Success != isSuccess) return RunErrors.OtherVerdict(runId, stored.By);
        }

        var verdict = stored.ToVerdict(runId);
        var effect = RunVerdictEffect.None;
        foreach (var listener in _listeners) effect += await listener.GivenAsync(viewer.TenantId, run.Agent, run.Team, verdict, cancellationToken);
        return verdict with { Effect = effect };
    }
}
