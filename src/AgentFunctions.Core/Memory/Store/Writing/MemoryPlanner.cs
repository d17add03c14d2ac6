using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>Decides what a draft that passed the gates does to what is there. Reads only; what it says holds as long as nothing changes.</summary>
internal sealed class MemoryPlanner(IDocumentStore store, MemoryFiles files, MemoryAlike alike, MemoryMarks marks, TimeProvider time)
{
    public async ValueTask<MemoryPlan> PlanAsync(string tenantId, string agent, int index, GatedDraft gated, CancellationToken cancellationToken)
    {
        var draft = gated.Draft;
        var record = ToRecord(tenantId, agent, draft, gated.IsOfAnother);
        var marked = draft.Source.Kind == MemorySourceKind.Approved ? TextMarks.None : await marks.FindAsync(record, cancellationToken);
        if (marked.DeniedBy is not null) return new MemoryPlan(new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Denied), []);
        var rivals = await alike.RivalsAsync(record, cancellationToken);
        if (await alike.FindSameAsync(record, cancellationToken) is { } same && !IsHeldBack(same.Record, record)) return await MergeAsync(index, same, record, rivals, cancellationToken);

        record = Begin(record, marked);
        List<BatchOperation> operations = [.. marked.HandOver()];
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
        else if (record.State == MemoryState.Active)
        {
            var (placed, changes) = MemoryFacts.Place(record, rivals, time.GetUtcNow());
            record = placed;
            foreach (var (before, after) in changes) operations.AddRange(await files.ChangeAsync(before, after, cancellationToken));
        }

        operations.AddRange(MemoryOperations.Create(record));
        return new MemoryPlan(ResultOf(index, record, record.State == MemoryState.Quarantined ? MemoryWriteStatus.Quarantined : MemoryWriteStatus.Stored), operations) { IsNew = true };
    }

    /// <summary>What makes a record active that is verified: what it contradicts gives way in the same batch. One whose text went wrong before is a warning, unless a person vouches for it.</summary>
    public async ValueTask<List<BatchOperation>> PromoteAsync(KeptRecord current, MemoryRecord verified, IReadOnlyList<KeptRecord> rivals, CancellationToken cancellationToken)
    {
        var state = verified.Sources.Any(static s => s.Kind == MemorySourceKind.Approved) ? MemoryState.Active : MemoryTrial.Begin(verified.Usefulness);
        var (placed, changes) = state == MemoryState.Active ? MemoryFacts.Place(verified with { State = state }, rivals, time.GetUtcNow()) : (verified with { State = state }, []);
        List<BatchOperation> operations = await files.ChangeAsync(current, placed, cancellationToken);
        foreach (var (before, after) in changes) operations.AddRange(await files.ChangeAsync(before, after, cancellationToken));
        return operations;
    }

    private async ValueTask<MemoryPlan> MergeAsync(int index, KeptRecord same, MemoryRecord record, IReadOnlyList<KeptRecord> rivals, CancellationToken cancellationToken)
    {
        var known = same.Record;
        if (MemoryAlike.IsDenied(known))
            return new MemoryPlan(new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Denied), []);
        var merged = MemoryMerge.Add(known, record);

        // Said again, it is of use again; a learned one has to be verified again like any other.
        if (known.State == MemoryState.Forgotten) merged = merged with { State = record.State == MemoryState.Active ? MemoryTrial.Begin(merged.Usefulness) : MemoryState.Quarantined, LastUsedAt = time.GetUtcNow() };
        if (ReferenceEquals(merged, known)) return new MemoryPlan(ResultOf(index, known, MemoryWriteStatus.Merged), []);
        if (merged.State == MemoryState.Quarantined && MemoryMerge.IsVerified(merged))
            return new MemoryPlan(ResultOf(index, merged with { State = MemoryTrial.Begin(merged.Usefulness) }, MemoryWriteStatus.Merged), await PromoteAsync(same, MemoryMerge.Confirm(merged, known, record), rivals, cancellationToken));
        return new MemoryPlan(ResultOf(index, merged, MemoryWriteStatus.Merged), await files.ChangeAsync(same, merged, cancellationToken));
    }

    /// <summary>Words from outside bring nothing back that was forgotten and is worth more than they are: they stand for themselves, as if it had never been known. What was refused is refused all the same.</summary>
    private static bool IsHeldBack(MemoryRecord known, MemoryRecord echo) =>
        known.State == MemoryState.Forgotten && !MemoryAlike.IsDenied(known) && !echo.Sources.Any(static s => s.IsTrusted)
        && (known.Label.Integrity == Labels.Integrity.Trusted || MemoryMerge.IsVerified(known));

    /// <summary>A text that was decided about begins as that left it; where it was about somebody else, it has to be verified anew.</summary>
    private static MemoryRecord Begin(MemoryRecord record, TextMarks marked)
    {
        record = record with { Usefulness = marked.Usefulness };
        if (record.State != MemoryState.Active) return record;
        return marked.IsDemoted || MemoryTrial.Begin(record.Usefulness) == MemoryState.Demoted ? record with { State = MemoryState.Demoted } : marked.IsOfAnother ? record with { State = MemoryState.Quarantined } : record;
    }

    private MemoryRecord ToRecord(string tenantId, string agent, MemoryDraft draft, bool isHeld)
    {
        var now = time.GetUtcNow();
        var isDirect = !isHeld && draft is { Kind: MemoryKind.Episodic, Source.Kind: MemorySourceKind.Written };
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

    private static MemoryWriteResult ResultOf(int index, MemoryRecord record, MemoryWriteStatus status) => new(index, record.Id, status, record.State switch
    {
        MemoryState.Quarantined => "learned",
        MemoryState.Demoted => "demoted",
        _ => null,
    });
}
