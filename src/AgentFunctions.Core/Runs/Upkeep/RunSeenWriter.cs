using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Upkeep;

/// <summary>Writes when runs were last seen: one write for all calls of a run since the write before.</summary>
internal sealed class RunSeenWriter(KnownRuns known, RunStore store)
{
    private const int AtOnce = 16;

    /// <exception cref="DocumentStoreUnavailableException">What was not written is written the next time.</exception>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var part in known.Unwritten().Chunk(AtOnce)) await Task.WhenAll(part.Select(run => WriteAsync(run, cancellationToken)));
        known.Trim();
    }

    private async Task WriteAsync(KnownRun run, CancellationToken cancellationToken)
    {
        if (run.Unwritten is not { } seen) return;
        var status = await store.TouchAsync(run.Key.TenantId, run.Key.RunId, seen, cancellationToken);

        // Closed by now, or another process wrote something later: either way the store knows better.
        if (status == DocumentStatus.NotFound) known.Remove(run);
        else run.Written(seen);
    }
}
