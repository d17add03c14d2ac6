using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>Decides what a draft that passed the gates does to what is there. Reads only; what it says holds as long as nothing changes.</summary>
internal sealed class MemoryPlanner(IDocumentStore store, MemoryFiles files, MemoryAlike alike, TimeProvider time)
{
    public async ValueTask<MemoryPlan> PlanAsync(string tenantId, string agent, int index, MemoryDraft draft, CancellationToken cancellationToken)
    {
        var record = ToRecord(tenantId, agent, draft);
        var rivals = await alike.RivalsAsync(record, cancellationToken);
        if (await alike.FindSameAsync(record, rivals, cancellationToken) is { } same && !IsHeldBack(same.Record, record)) return await MergeAsync(index, same, record, rivals, cancellationToken);

        List<BatchOperation> operations = [];
        if (record is { Kind: MemoryKind.Episodic, SessionId: { } session } && draft.Source.Kind == MemorySourceKind.Written)
        {
            var turn = await NextTurnAsync(tenantId, agent, session, cancellationToken);
            record = record with { Turn = turn };
            operations.Add(new BatchOperation.Upsert(new DocumentWrite(MemoryDocuments.TurnsId(session), JsonSerializer.SerializeToUtf8Bytes(new StoredTurns { Next = turn + 1 }, MemoryStoreJson.Default.StoredTurns))));
        }

        if (record.State == MemoryState.Quarantined)
        {
            foreach (var rival in rivals.Where(r => r.Record.State == MemoryState.Active && MemoryFacts.Disagree(r.Record, record)))
                record = MemoryFacts.AddLink(record, new MemoryLink(MemoryLinkKind.Contradicts, rival.Record.Id, rival.Record.Version));
        }
        else
        {
            var (placed, changes) = MemoryFacts.Place(record, rivals);
            record = placed;
            foreach (var (before, after) in changes) operations.AddRange(await files.ChangeAsync(before, after, cancellationToken));
        }

        operations.AddRange(MemoryOperations.Create(record));
        return new MemoryPlan(ResultOf(index, record, record.State == MemoryState.Quarantined ? MemoryWriteStatus.Quarantined : MemoryWriteStatus.Stored), operations);
    }

    /// <summary>What makes a record active that is verified: what it contradicts gives way in the same batch.</summary>
    public async ValueTask<List<BatchOperation>> PromoteAsync(KeptRecord current, MemoryRecord verified, IReadOnlyList<KeptRecord> rivals, CancellationToken cancellationToken)
    {
        var (placed, changes) = MemoryFacts.Place(verified with { State = MemoryState.Active }, rivals);
        List<BatchOperation> operations = await files.ChangeAsync(current, placed, cancellationToken);
        foreach (var (before, after) in changes) operations.AddRange(await files.ChangeAsync(before, after, cancellationToken));
        return operations;
    }

    private async ValueTask<MemoryPlan> MergeAsync(int index, KeptRecord same, MemoryRecord record, IReadOnlyList<KeptRecord> rivals, CancellationToken cancellationToken)
    {
        var known = same.Record;
        if (known.State == MemoryState.Forgotten && known.Sources.Any(static s => s.Kind == MemorySourceKind.Denied))
            return new MemoryPlan(new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Denied), []);
        var merged = MemoryMerge.Add(known, record.Sources, record.Label, record.Tags);

        // Said again, it is of use again; a learned one has to be verified again like any other.
        if (known.State == MemoryState.Forgotten) merged = merged with { State = record.State == MemoryState.Active ? MemoryState.Active : MemoryState.Quarantined, LastUsedAt = time.GetUtcNow() };
        if (ReferenceEquals(merged, known)) return new MemoryPlan(ResultOf(index, known, MemoryWriteStatus.Merged), []);
        if (merged.State == MemoryState.Quarantined && MemoryMerge.IsVerified(merged))
            return new MemoryPlan(ResultOf(index, merged with { State = MemoryState.Active }, MemoryWriteStatus.Merged), await PromoteAsync(same, merged, rivals, cancellationToken));
        return new MemoryPlan(ResultOf(index, merged, MemoryWriteStatus.Merged), await files.ChangeAsync(same, merged, cancellationToken));
    }

    /// <summary>Words from outside bring nothing back that was forgotten and is worth more than they are: they stand for themselves, as if it had never been known. What was refused is refused all the same.</summary>
    private static bool IsHeldBack(MemoryRecord known, MemoryRecord echo) =>
        known.State == MemoryState.Forgotten && !known.Sources.Any(static s => s.Kind == MemorySourceKind.Denied) && !echo.Sources.Any(static s => s.IsTrusted)
        && (known.Label.Integrity == Labels.Integrity.Trusted || MemoryMerge.IsVerified(known));

    private MemoryRecord ToRecord(string tenantId, string agent, MemoryDraft draft)
    {
        var now = time.GetUtcNow();
        var isDirect = draft is { Kind: MemoryKind.Episodic, Source.Kind: MemorySourceKind.Written };
        var record = new MemoryRecord
        {
            Id = MemoryDocuments.NewRecordId(),
            TenantId = tenantId,
            Agent = agent,
            Kind = draft.Kind,
            Text = draft.Text,
            Label = draft.Label,
            Sources = [draft.Source with { IsTrusted = draft.Source.IsTrusted && (draft.Label.Integrity == Labels.Integrity.Trusted || draft.Source.Kind == MemorySourceKind.Approved) }],
            SessionId = draft.SessionId,
            Speaker = draft.Speaker,
            Subject = draft.Subject,
            Attribute = draft.Attribute,
            Value = draft.Value,
            Tags = [.. draft.Tags.Distinct(StringComparer.Ordinal)],
            Entities = [.. draft.Entities.Distinct(StringComparer.Ordinal)],
            Links = [.. draft.Links.Distinct()],
            OccurredAt = (draft.OccurredAt ?? now).ToUniversalTime(),
            CreatedAt = now.ToUniversalTime(),
            ValidFrom = draft.ValidFrom?.ToUniversalTime(),
            ValidTo = draft.ValidTo?.ToUniversalTime(),
            IsNegative = draft.IsNegative,
            State = isDirect || draft.Source.Kind == MemorySourceKind.Approved ? MemoryState.Active : MemoryState.Quarantined,
        };
        return record with { Quality = MemoryQuality.Of(record, MemoryText.Of(record.Text)) };
    }

    private async ValueTask<int> NextTurnAsync(string tenantId, string agent, string session, CancellationToken cancellationToken) =>
        (await store.ReadAsync(MemoryDocuments.Partition(tenantId, agent), MemoryDocuments.TurnsId(session), cancellationToken)).Document is { } document
            ? JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredTurns)!.Next
            : 0;

    private static MemoryWriteResult ResultOf(int index, MemoryRecord record, MemoryWriteStatus status) => new(index, record.Id, status, record.State == MemoryState.Quarantined ? "learned" : null);
}
