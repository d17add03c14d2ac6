using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>
/// What runs learned waits for how they ended. A verified end counts for or against an experience, once a run, and, where everything behind it was trusted, has it given out: as advice, or as a warning. What rests on untrusted
/// content takes its sign and stays in quarantine: a run that went well proves nothing about what a page told it.
/// </summary>
internal sealed class MemoryExperiences(IDocumentStore store, MemoryFiles files, MemoryPlanner planner, MemoryAlike alike, MemoryMarks marks, IOptions<MemoryOptions> options, TimeProvider time)
{
    private const int Attempts = 8;
    private const int MostOfRun = 200;

    /// <returns>How many records the run learned, and how many of them left quarantine now.</returns>
    public async ValueTask<(int Learned, int Confirmed)> JudgeAsync(string tenantId, string agent, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        var (all, confirmed) = (0, 0);
        foreach (var learned in await files.FollowAsync(tenantId, agent, MemoryDocuments.LearnedIn(outcome.RunId), MostOfRun, cancellationToken))
        {
            var tries = 1;
            while (!await TryJudgeAsync(tenantId, agent, learned.Record.Id, outcome, cancellationToken))
                if (++tries > Attempts) throw new DocumentStoreUnavailableException("A record is changed by others again and again.");
            all++;
            if (learned.Record.State == MemoryState.Quarantined && await files.FindAsync(tenantId, agent, learned.Record.Id, cancellationToken) is { Record.State: not MemoryState.Quarantined }) confirmed++;
        }

        return (all, confirmed);
    }

    private async ValueTask<bool> TryJudgeAsync(string tenantId, string agent, string recordId, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        var head = await files.HeadAsync(tenantId, agent, cancellationToken);
        if (await files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { Record.State: MemoryState.Quarantined or MemoryState.Active or MemoryState.Demoted } kept) return true;
        var record = kept.Record;
        if (!record.Sources.Any(s => s is { Kind: MemorySourceKind.Experience, IsTrusted: true } && s.RunId == outcome.RunId))
        {
            var signed = record with { IsNegative = !outcome.IsSuccess };
            if (record.State != MemoryState.Quarantined || signed.IsNegative == record.IsNegative) return true;
            return await files.TryCommitAsync(tenantId, agent, head, await files.ChangeAsync(kept, signed, cancellationToken), cancellationToken);
        }

        // With the record in one batch: judged again after a kill, the run has been counted.
        var (isCounted, note) = await NoteAsync(tenantId, agent, recordId, outcome, cancellationToken);
        if (isCounted) return true;
        var judged = MemoryTrial.Move(record, outcome.IsSuccess);
        List<BatchOperation> operations = await ChangeAsync(kept, judged, cancellationToken);
        operations.AddRange(await marks.JudgeAsync(record, judged, cancellationToken));
        return await files.TryCommitAsync(tenantId, agent, head, operations.Append(note), cancellationToken);
    }

    private async ValueTask<List<BatchOperation>> ChangeAsync(KeptRecord kept, MemoryRecord judged, CancellationToken cancellationToken)
    {
        if (kept.Record.State != MemoryState.Quarantined)
            return judged.State == kept.Record.State && judged.IsNegative == kept.Record.IsNegative ? [MemoryOperations.Count(kept, judged)] : await files.ChangeAsync(kept, judged, cancellationToken);
        if (judged.Label.Integrity != Integrity.Trusted || judged.Sources.Any(static s => !s.IsTrusted)) return await files.ChangeAsync(kept, judged, cancellationToken);
        var rivals = await alike.RivalsAsync(judged, cancellationToken);
        if (await alike.FindSameAsync(judged, cancellationToken) is { Record.State: MemoryState.Active or MemoryState.Demoted } same) return await MergeAsync(kept, judged, same, cancellationToken);
        return await planner.PromoteAsync(kept, judged, rivals, cancellationToken);
    }

    /// <summary>Another run learned the same before: one record for both; the other is history, so that what was taken from it still leads to it.</summary>
    private async ValueTask<List<BatchOperation>> MergeAsync(KeptRecord kept, MemoryRecord judged, KeptRecord same, CancellationToken cancellationToken)
    {
        var merged = MemoryFacts.AddLink(MemoryMerge.Add(same.Record, judged), new MemoryLink(MemoryLinkKind.Supersedes, kept.Record.Id, kept.Record.Version));
        merged = MemoryTrial.Sign(merged with { Usefulness = merged.Usefulness.Plus(judged.Usefulness) });
        return [.. await files.ChangeAsync(kept, judged with { State = MemoryState.Superseded, Usefulness = default }, cancellationToken), .. await files.ChangeAsync(same, merged, cancellationToken)];
    }

    /// <summary>That the run counted for the record, like the note of a use of it.</summary>
    private async ValueTask<(bool IsCounted, BatchOperation Note)> NoteAsync(string tenantId, string agent, string recordId, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        var id = MemoryDocuments.UsesOf(MemoryUseScope.Run(outcome.RunId)) + recordId;
        var found = (await store.ReadAsync(MemoryDocuments.Partition(tenantId, agent), id, cancellationToken)).Document;
        var known = found is null ? null : JsonSerializer.Deserialize(found.Body.Span, MemoryStoreJson.Default.StoredUse);
        var use = (known ?? new StoredUse { Id = recordId, At = time.GetUtcNow().ToUnixTimeMilliseconds() }) with { Unseen = false, Verified = outcome.IsSuccess, By = outcome.By };
        var write = new DocumentWrite(id, JsonSerializer.SerializeToUtf8Bytes(use, MemoryStoreJson.Default.StoredUse), options.Value.UseRetention);
        return (known?.Verified is not null, found is null ? new BatchOperation.Create(write) : new BatchOperation.Replace(write, found.ETag));
    }
}
