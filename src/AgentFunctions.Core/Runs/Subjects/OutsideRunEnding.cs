using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>Ends a run of an agent that lives elsewhere, and marks it as erased: it takes no more calls, and what is kept of those that are under way is taken back by whoever keeps it.</summary>
internal sealed class OutsideRunEnding(IDocumentStore store, RunStore runs, RunIndex index, KnownRuns known, TimeProvider time)
{
    private const string ErasedFrom = "erasedFrom";

    public async ValueTask EndAndMarkAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        var (key, asked) = (new RunKey(tenantId, run.Id), time.GetTimestamp());
        if (!run.IsClosed)
        {
            var closed = run with
            {
                Status = RunStatuses.ToName(RunStatus.Terminated),
                EndedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
                LastSeenAt = Math.Max(run.LastSeenAt, known.Find(key)?.LastSeen ?? 0),
            };

            // Where others closed it at that moment it is as they left it.
            await runs.CloseAsync(tenantId, closed, null, cancellationToken);
        }

        // The earliest stays.
        var later = DocumentFilter.Or(new DocumentFilter.Negated(new DocumentFilter.Exists(ErasedFrom)), new DocumentFilter.Compare(ErasedFrom, FilterOperator.Greater, since));
        await store.PatchAsync(RunDocuments.RunPartition(tenantId, run.Id), RunDocuments.RunId, [new PatchOperation.SetValue(ErasedFrom, since)], later, cancellationToken);
        if (await runs.FindAsync(tenantId, run.Id, cancellationToken) is not { IsClosed: true, Purged: false } marked) return;
        known.Keep(key, marked, asked);
        await index.CloseAsync(tenantId, marked, cancellationToken);
    }
}
