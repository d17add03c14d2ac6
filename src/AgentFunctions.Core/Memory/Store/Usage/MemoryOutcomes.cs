using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Runs.Verdicts;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>Brings outcomes of runs to the records that they used. Each record is moved by each run once, by what was verified and by nothing else.</summary>
public sealed class MemoryOutcomes
{
    private const int Attempts = 8;

    private readonly IDocumentStore _store;
    private readonly MemoryFiles _files;
    private readonly MemoryExperiences _experiences;
    private readonly MemoryMarks _marks;
    private readonly TimeProvider _time;

    internal MemoryOutcomes(IDocumentStore store, MemoryFiles files, MemoryExperiences experiences, MemoryMarks marks, TimeProvider time) =>
        (_store, _files, _experiences, _marks, _time) = (store, files, experiences, marks, time);

    /// <summary>One outcome for one record. The same again changes nothing, and neither does success for what is a warning; another verified one for the same run is a conflict, and so is one for a run that was not given the record.</summary>
    public async ValueTask<Outcome<MemoryRecord>> ReportAsync(string tenantId, string agent, string recordId, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        for (var i = 0; i < Attempts; i++)
        {
            if (await _files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { } kept) return MemoryErrors.NotFound(recordId);
            var useId = MemoryDocuments.UsesOf(MemoryUseScope.Run(outcome.RunId)) + recordId;
            var found = (await _store.ReadAsync(MemoryDocuments.Partition(tenantId, agent), useId, cancellationToken)).Document;
            var use = found is null ? null : JsonSerializer.Deserialize(found.Body.Span, MemoryStoreJson.Default.StoredUse);
            if (!IsVerified(agent, outcome))
            {
                if (await TryClaimAsync(tenantId, agent, useId, recordId, found, use, outcome, cancellationToken)) return kept.Record;
                continue;
            }

            if (use is null or { Unseen: true }) return MemoryErrors.NotUsed(recordId, outcome.RunId);
            if (use.Verified is { } known) return known == outcome.IsSuccess ? kept.Record : MemoryErrors.OtherOutcome(outcome.RunId);
            if (outcome.IsSuccess && MemoryTrial.IsWarning(kept.Record)) return kept.Record;
            var moved = MemoryTrial.Move(kept.Record, outcome.IsSuccess);
            List<BatchOperation> operations = moved.State == kept.Record.State && moved.IsNegative == kept.Record.IsNegative ? [MemoryOperations.Count(kept, moved)] : await _files.ChangeAsync(kept, moved, cancellationToken);
            operations.AddRange(await _marks.JudgeAsync(kept.Record, moved, cancellationToken));
            var settled = use with { Verified = outcome.IsSuccess, By = outcome.By };
            operations.Add(new BatchOperation.Replace(Write(useId, settled, found!), found!.ETag));
            if (!await _files.TryCommitAsync(tenantId, agent, operations, cancellationToken)) continue;
            return (await _files.FindAsync(tenantId, agent, recordId, cancellationToken))?.Record ?? moved;
        }

        return MemoryErrors.Busy;
    }

    /// <summary>A run is over and somebody knows how: every record it was given as advice, and what it learned, hears of it; what it was warned of does not. Done again it does what is left.</summary>
    public async ValueTask<RunVerdictEffect> RunEndedAsync(string tenantId, string agent, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (!IsVerified(agent, outcome)) return RunVerdictEffect.None;
        List<string> used = [];
        await foreach (var document in _files.ScanAsync(MemoryDocuments.Partition(tenantId, agent), new DocumentQuery(IdPrefix: MemoryDocuments.UsesOf(MemoryUseScope.Run(outcome.RunId))), cancellationToken))
        {
            if (JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredUse) is { Verified: null, Unseen: false } use && IsBefore(use, outcome)) used.Add(use.Id);
        }

        var moved = 0;
        foreach (var id in used)
        {
            if (await _files.FindAsync(tenantId, agent, id, cancellationToken) is { } kept && !MemoryTrial.IsWarning(kept.Record) && (await ReportAsync(tenantId, agent, id, outcome, cancellationToken)).Value is not null) moved++;
        }

        var (learned, confirmed) = await _experiences.JudgeAsync(tenantId, agent, outcome, cancellationToken);
        return new RunVerdictEffect(moved, learned, confirmed);
    }

    /// <summary>What the run was given after somebody had said what came of it played no part in that.</summary>
    private static bool IsBefore(StoredUse use, MemoryOutcome outcome) => outcome.At is not { } at || use.At <= at.ToUnixTimeMilliseconds();

    /// <summary>Nobody verifies their own work, whatever the caller says.</summary>
    private static bool IsVerified(string agent, MemoryOutcome outcome) => outcome.IsVerified && outcome.By != MemoryAgents.PrincipalOf(agent);

    private async ValueTask<bool> TryClaimAsync(string tenantId, string agent, string useId, string recordId, Document? found, StoredUse? use, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(tenantId, agent);
        if (found is not null && use is not null) return (await _store.ReplaceAsync(partition, Write(useId, use with { Claimed = outcome.IsSuccess }, found), found.ETag, cancellationToken)).IsOk;
        var claim = new StoredUse { Id = recordId, At = _time.GetUtcNow().ToUnixTimeMilliseconds(), Unseen = true, Claimed = outcome.IsSuccess };
        return (await _store.CreateAsync(partition, new DocumentWrite(useId, Bytes(claim), TimeSpan.FromDays(1)), cancellationToken)).IsOk;
    }

    private DocumentWrite Write(string id, StoredUse use, Document found)
    {
        var left = found.ExpiresAt - _time.GetUtcNow();
        return new DocumentWrite(id, Bytes(use), left is { } life ? TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(life.TotalSeconds))) : null);
    }

    private static byte[] Bytes(StoredUse use) => JsonSerializer.SerializeToUtf8Bytes(use, MemoryStoreJson.Default.StoredUse);
}
