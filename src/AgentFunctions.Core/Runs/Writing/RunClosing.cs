using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>Closes runs of ours: with everything that is still open in them, in one batch. What follows from it, in the index and among approvals, is made up for by the job where this is broken off.</summary>
internal sealed class RunClosing(RunWriter writer, RunStepWrites steps, RunIndex index, KnownRuns known, IPayloadStore payloads, TimeProvider time, IApprovals? approvals = null, IRunEndListener? listener = null)
{
    /// <summary>Steps that end with the run in its own batch, two operations each; of more, the first end before it.</summary>
    private const int MaxAtOnce = 20;

    /// <summary>Closes an open run; one that is closed stays as it is.</summary>
    /// <returns>The run as it is then; null where there is none.</returns>
    public async ValueTask<StoredRun?> CloseAsync(string tenantId, string runId, RunEnding ending, CancellationToken cancellationToken)
    {
        if (!RunStatuses.IsClosed(ending.Status)) throw new ArgumentException("That is no end.", nameof(ending));
        StoredRun? run;
        bool isMore;
        JsonElement? output = null;
        do
        {
            isMore = false;
            run = await writer.ChangeAsync(
                tenantId,
                runId,
                async current =>
                {
                    isMore = false;
                    if (current.IsClosed) return null;
                    List<StoredStep> open = [.. await steps.ListOpenAsync(tenantId, runId, cancellationToken).Take(MaxAtOnce + 1).ToListAsync(cancellationToken)];
                    isMore = open.Count > MaxAtOnce;
                    if (ending.Output is { } content) output ??= await payloads.KeepAsync(tenantId, RunDocuments.OwnerOf(runId), content, RunStepWrites.MaxOutput, cancellationToken);
                    return ToChange(current, ending, output, isMore ? open[..MaxAtOnce] : open, isLast: !isMore);
                },
                cancellationToken);
        }
        while (isMore);

        // Purged meanwhile: the output is nobody's to delete any more.
        if (run is { Purged: true } or { ErasedFrom: not null } && output is not null) await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(runId), cancellationToken);
        if (run is { IsClosed: true, Purged: false }) await FinishAsync(tenantId, run, cancellationToken);
        return run;
    }

    /// <summary>What a closed run leaves to be done. Done again it changes nothing.</summary>
    public async ValueTask FinishAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        known.Keep(new RunKey(tenantId, run.Id), run, time.GetTimestamp());
        if (approvals is not null) await approvals.WithdrawAsync(tenantId, run.Id, "The run is over.", cancellationToken);
        if (listener is not null) await listener.EndedAsync(tenantId, run, cancellationToken);

        // Last: while the index holds it to be open, the job looks after the rest.
        await index.CloseAsync(tenantId, run, cancellationToken);
    }

    private RunChange ToChange(StoredRun run, RunEnding ending, JsonElement? output, List<StoredStep> open, bool isLast)
    {
        var now = time.GetUtcNow();
        List<StoredStep> cancelled = [.. open.Select(step => RunStepWrites.Cancel(step, now, $"the run is {RunStatuses.ToName(ending.Status)}"))];
        var end = new StoredEnd { Output = output, Error = ending.Error };
        var at = now.ToUnixTimeMilliseconds();
        return new RunChange
        {
            Fields = !isLast
                ? []
                :
                [
                    new PatchOperation.SetValue("status", RunStatuses.ToName(ending.Status)), new PatchOperation.SetValue("endedAt", at), new PatchOperation.SetValue("lastSeenAt", Math.Max(run.LastSeenAt, at)),
                    new PatchOperation.SetValue("inner", DocumentValue.Null), new PatchOperation.SetValue("cancelling", false),
                ],
            Documents =
            [
                .. cancelled.Select(static step => new BatchOperation.Upsert(step.ToWrite())),
                .. isLast ? [new BatchOperation.Upsert(new DocumentWrite(RunDocuments.EndId, JsonSerializer.SerializeToUtf8Bytes(end, RunJson.Default.StoredEnd)))] : Array.Empty<BatchOperation>(),
            ],
            Events = [.. cancelled.Select(static step => RunStepJson.ToEvent(step.Step)), .. isLast ? [RunEvents.Ended(ending)] : Array.Empty<RunEventDraft>()],
        };
    }
}
