using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>What the store has to do for a change of a record: the record, its history and all that finds it, always in one batch.</summary>
internal static class MemoryOperations
{
    /// <summary>Sorts before all others: however many say the same, what was refused is found.</summary>
    private const string First = "0";

    public static IEnumerable<BatchOperation> Create(MemoryRecord record)
    {
        yield return new BatchOperation.Create(new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record)));
        foreach (var id in Pointers(record)) yield return Point(id, record.Id);
    }

    /// <summary>The next version of a record, what it was kept as history. The text, the subject and the attribute of a record never change, so neither does what finds it but for links and its state.</summary>
    public static IEnumerable<BatchOperation> Change(KeptRecord current, MemoryRecord next, int versionsKept)
    {
        var before = current.Record;
        var after = next with { Version = before.Version + 1 };
        yield return new BatchOperation.Replace(new DocumentWrite(after.Id, MemoryRecordJson.ToBytes(after)), current.ETag);
        if (versionsKept > 0) yield return new BatchOperation.Upsert(new DocumentWrite(MemoryDocuments.VersionId(before.Id, before.Version), MemoryRecordJson.ToReadableBytes(before)));
        foreach (var id in Pointers(after).Except(Pointers(before))) yield return Point(id, after.Id);
        foreach (var id in Pointers(before).Except(Pointers(after))) yield return new BatchOperation.Delete(id);
    }

    /// <summary>What counts of a record (usefulness, uses): no version of its own.</summary>
    public static BatchOperation Count(KeptRecord current, MemoryRecord next) => new BatchOperation.Replace(new DocumentWrite(next.Id, MemoryRecordJson.ToBytes(next)), current.ETag);

    /// <summary>Removes a record with its history.</summary>
    public static IEnumerable<BatchOperation> Delete(KeptRecord current, IEnumerable<string> versionIds)
    {
        yield return new BatchOperation.Delete(current.Record.Id, current.ETag);
        foreach (var id in Pointers(current.Record).Concat(versionIds)) yield return new BatchOperation.Delete(id);
    }

    /// <summary>Where records are looked for that may say the same: of one kind, subject, speaker and, for what happened, session; experiences of
    /// all runs together.</summary>
    public static IReadOnlyList<string> AlikeKeys(MemoryRecord record)
    {
        var scope = $"{(int)record.Kind}\n{record.SubjectKey}";
        if (MemoryTrial.IsExperience(record)) scope += "\nexperience";
        else if (record.Kind == MemoryKind.Episodic) scope += $"\n{record.SessionId}";
        if (record.Speaker is { } speaker) scope += $"\n{SubjectNames.Fold(speaker)}";
        return MemorySignature.Of(scope, MemoryText.Of(record.Text));
    }

    /// <summary>Whom a record belongs to when somebody is erased: whom it is about, and who said it.</summary>
    public static IEnumerable<string> SubjectsOf(MemoryRecord record) =>
        new[] { record.SubjectKey, record.Speaker is { } speaker ? SubjectNames.Fold(speaker) : null }.OfType<string>().Where(static s => s.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>The documents that lead to a record.</summary>
    public static List<string> Pointers(MemoryRecord record)
    {
        List<string> ids = [.. AlikeKeys(record).Select(key => MemoryDocuments.AlikePrefix(key) + (MemoryAlike.IsDenied(record) ? First : "") + record.Id)];
        ids.AddRange(SubjectsOf(record).Select(subject => MemoryDocuments.SubjectPrefix(subject) + record.Id));
        if (record is { SubjectKey: { } key, Attribute: { } attribute }) ids.Add(MemoryDocuments.AttributePrefix(key, attribute) + (record.State == MemoryState.Active ? "0:" : "1:") + record.Id);
        ids.AddRange(record.Links.Select(static l => l.TargetId).Distinct(StringComparer.Ordinal).Select(target => MemoryDocuments.LinksTo(target) + record.Id));
        ids.AddRange(record.Sources.Where(static s => s is { Kind: MemorySourceKind.Experience, RunId: not null }).Select(static s => s.RunId!).Distinct(StringComparer.Ordinal).Select(run => MemoryDocuments.LearnedIn(run) + record.Id));
        if (record.State == MemoryState.Quarantined) ids.Add(MemoryDocuments.Quarantine + record.Id);
        return ids;
    }

    private static BatchOperation.Upsert Point(string documentId, string recordId) =>
        new(new DocumentWrite(documentId, JsonSerializer.SerializeToUtf8Bytes(new StoredPointer { Id = recordId }, MemoryStoreJson.Default.StoredPointer)));
}
