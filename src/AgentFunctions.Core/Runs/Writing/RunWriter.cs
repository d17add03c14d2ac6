using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>
/// Changes runs of ours. A change is decided on what was read and written in one batch that holds only if nobody changed the run in between; its events are numbered without gaps. Writers of this process take turns, so
/// that only other processes are ever in the way.
/// </summary>
internal sealed class RunWriter(IDocumentStore store, RunStore runs, RunSignals signals, TimeProvider time)
{
    // Each further try means that another process changed the run in between.
    private const int Attempts = 64;
    private const int Turns = 256;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Writes what <paramref name="decide"/> makes of the run as it is; null writes nothing. It may be asked several times.</summary>
    /// <returns>The run after it; null where there is none.</returns>
    /// <exception cref="DocumentStoreUnavailableException">Nothing is known to be written.</exception>
    public async ValueTask<StoredRun?> ChangeAsync(string tenantId, string runId, Func<StoredRun, ValueTask<RunChange?>> decide, CancellationToken cancellationToken)
    {
        var key = new RunKey(tenantId, runId);
        var turn = _turns[(uint)key.GetHashCode() % Turns];
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < Attempts; i++)
            {
                if (await runs.FindAsync(tenantId, runId, cancellationToken) is not { } run) return null;
                if (await decide(run) is not { } change) return run;
                if (await TryWriteAsync(tenantId, run, change, cancellationToken) is not { } written) continue;
                signals.Set(key);
                return written;
            }
        }
        finally
        {
            turn.Release();
        }

        throw new DocumentStoreUnavailableException("The run was changed by others each time it was looked at.");
    }

    /// <summary>The documents of events from a number on.</summary>
    public IEnumerable<BatchOperation> ToOperations(IReadOnlyList<RunEventDraft> events, long after)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return events.Select((draft, i) => new BatchOperation.Create(new StoredEvent { Seq = after + 1 + i, At = now, Type = draft.Type, Data = draft.Data }.ToWrite()));
    }

    private async ValueTask<StoredRun?> TryWriteAsync(string tenantId, StoredRun run, RunChange change, CancellationToken cancellationToken)
    {
        // Every change is an event: its number is what others' changes are conditional on.
        if (change.Events.Count == 0) throw new InvalidOperationException("A change of a run without an event cannot be told from none.");
        var seq = run.Seq + change.Events.Count;
        var patch = new BatchOperation.Patch(RunDocuments.RunId, [.. change.Fields, new PatchOperation.SetValue("seq", seq)], DocumentFilter.Equal("seq", run.Seq));
        List<BatchOperation> batch = [patch, .. change.Documents, .. ToOperations(change.Events, run.Seq)];
        var result = await store.ExecuteBatchAsync(RunDocuments.RunPartition(tenantId, run.Id), batch, cancellationToken);
        return result.IsOk ? StoredRun.Read(result.Results[0].Document!) : null;
    }
}
