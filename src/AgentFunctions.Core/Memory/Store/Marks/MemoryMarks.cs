using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>
/// What was decided about texts, by their words alone: whatever kind, speaker or session they come in, and after the records are gone. Kept under hashes with a key of the agent's memory; whoever has no mark has no key either,
/// and costs one read. A mark is about the subject of its record; one without a subject is about all.
/// </summary>
internal sealed class MemoryMarks(IDocumentStore store)
{
    private const int MostOfText = 100;
    private const int HashHex = 32;
    private const string Nobody = "0";

    /// <summary>What is marked of a record's text.</summary>
    public async ValueTask<TextMarks> FindAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(record.TenantId, record.Agent);
        if (await KeyAsync(partition, cancellationToken) is not { } key) return TextMarks.None;
        var prefix = PrefixOf(key, record);
        var page = await store.QueryAsync(partition, new DocumentQuery(Limit: MostOfText, IdPrefix: prefix), cancellationToken);
        if (page.Items.Count == 0) return TextMarks.None;
        var subject = SubjectOf(key, record);
        var all = page.Items.Select(KeptMark.Read).ToLookup(m => subject == Nobody || m.Id == prefix + subject || m.Id == prefix + Nobody);
        return new TextMarks([.. all[true]], all[false].Any(static m => m.Mark.DeniedBy is not null || m.Mark.Demoted));
    }

    /// <summary>Whether something was decided about the text of a record; null where nothing was decided about any.</summary>
    public async ValueTask<Func<MemoryRecord, bool>?> ListAsync(string tenantId, string agent, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(tenantId, agent);
        if (await KeyAsync(partition, cancellationToken) is not { } key) return null;
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        var query = new DocumentQuery(IdPrefix: MemoryDocuments.Marks);
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var mark in page.Items.Select(KeptMark.Read))
                if (mark.Mark.DeniedBy is not null || mark.Mark.Demoted) prefixes.Add(mark.Id[..(mark.Id.LastIndexOf(':') + 1)]);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return prefixes.Count == 0 ? null : record => prefixes.Contains(PrefixOf(key, record));
    }

    /// <summary>A person refuses the text.</summary>
    public async ValueTask<IReadOnlyList<BatchOperation>> DenyAsync(MemoryRecord record, string by, CancellationToken cancellationToken)
    {
        var mark = await ReadAsync(record, cancellationToken);
        return Operations(mark.To(mark.Mark with { DeniedBy = by }));
    }

    /// <summary>A person vouches for the text: neither refused nor demoted any more.</summary>
    public async ValueTask<IReadOnlyList<BatchOperation>> ClearAsync(MemoryRecord record, CancellationToken cancellationToken) => record.SubjectKey is null
        ? [.. (await FindAsync(record, cancellationToken)).Own.Where(static m => m.Id.EndsWith(":" + Nobody, StringComparison.Ordinal)).Select(static m => m.To(new StoredMark())).OfType<BatchOperation>()]
        : [.. (await FindAsync(record, cancellationToken)).Own.Select(static m => m.To(new StoredMark())).OfType<BatchOperation>()];

    /// <summary>An outcome moved a record: that it is demoted now, or no longer, goes for its text.</summary>
    public async ValueTask<IReadOnlyList<BatchOperation>> JudgeAsync(MemoryRecord before, MemoryRecord after, CancellationToken cancellationToken)
    {
        if (before.State != MemoryState.Demoted && after.State != MemoryState.Demoted) return [];
        var mark = await ReadAsync(after, cancellationToken);
        var isDemoted = after.State == MemoryState.Demoted;
        return Operations(mark.To(mark.Mark with { Demoted = isDemoted, Successes = isDemoted ? after.Usefulness.Successes : 0, Failures = isDemoted ? after.Usefulness.Failures : 0 }));
    }

    /// <summary>A record goes: what was decided about it stays.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isErased">With somebody who is erased: then what is not decided goes too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<IReadOnlyList<BatchOperation>> LeaveAsync(MemoryRecord record, bool isErased, CancellationToken cancellationToken)
    {
        var deniedBy = MemoryAlike.IsDenied(record) ? record.Sources.Last(static s => s.Kind == MemorySourceKind.Denied).Principal : null;
        var isDemoted = record.State == MemoryState.Demoted;
        var counts = !isErased && record.State != MemoryState.Superseded && record.Usefulness.Failures > 0;
        if (deniedBy is null && !isDemoted && !counts) return [];
        var mark = await ReadAsync(record, cancellationToken);
        var next = mark.Mark with { DeniedBy = mark.Mark.DeniedBy ?? deniedBy };
        if (!mark.Mark.Demoted && (isDemoted || counts))
        {
            var all = mark.Mark.Usefulness.Plus(record.Usefulness);
            next = next with { Demoted = isDemoted, Successes = all.Successes, Failures = all.Failures };
        }

        return Operations(mark.To(next));
    }

    private async ValueTask<KeptMark> ReadAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(record.TenantId, record.Agent);
        var key = await KeyAsync(partition, cancellationToken) ?? await MakeKeyAsync(partition, cancellationToken);
        var id = PrefixOf(key, record) + SubjectOf(key, record);
        return (await store.ReadAsync(partition, id, cancellationToken)).Document is { } document ? KeptMark.Read(document) : new KeptMark(id, null, new StoredMark());
    }

    private async ValueTask<byte[]?> KeyAsync(DocumentPartition partition, CancellationToken cancellationToken) =>
        (await store.ReadAsync(partition, MemoryDocuments.MarkKeyId, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, MarkJson.Default.StoredMarkKey)!.Key : null;

    private async ValueTask<byte[]> MakeKeyAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        var made = new StoredMarkKey { Key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes) };
        await store.CreateAsync(partition, new DocumentWrite(MemoryDocuments.MarkKeyId, JsonSerializer.SerializeToUtf8Bytes(made, MarkJson.Default.StoredMarkKey)), cancellationToken);

        // Whoever came first made it.
        return await KeyAsync(partition, cancellationToken) ?? throw new DocumentStoreUnavailableException("The key of the marks of a memory is gone.");
    }

    private static string PrefixOf(byte[] key, MemoryRecord record) => MemoryDocuments.MarksOf(Hash(key, "t", MemoryText.Of(record.Text).Key));

    private static string SubjectOf(byte[] key, MemoryRecord record) => record.SubjectKey is { } subject ? Hash(key, "s", subject) : Nobody;

    private static string Hash(byte[] key, string what, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{what}\n{text}")))[..HashHex];

    private static IReadOnlyList<BatchOperation> Operations(BatchOperation? operation) => operation is null ? [] : [operation];
}
