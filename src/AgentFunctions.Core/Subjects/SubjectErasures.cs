using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Subjects;

/// <summary>Erases subjects: every <see cref="ISubjectData"/> in turn. What was begun is completed, by the next call for the same subject or by <see cref="SubjectErasureJob"/>, whatever kills a process. That it happened is kept, without whom it was.</summary>
public sealed class SubjectErasures
{
    private const string Begun = "p:";
    private const string Completed = "d:";
    private const long Latest = 0x7FFF_FFFF_FFFF;

    private readonly IDocumentStore _store;
    private readonly IReadOnlyList<ISubjectData> _parts;
    private readonly IReadOnlyList<IErasedStorage> _storage;
    private readonly TimeProvider _time;

    internal SubjectErasures(IDocumentStore store, IEnumerable<ISubjectData> parts, IEnumerable<IErasedStorage> storage, TimeProvider time) =>
        (_store, _parts, _storage, _time) = (store, [.. parts.OrderByDescending(static p => p.IsErasedFirst).ThenBy(static p => p.Name, StringComparer.Ordinal)], [.. storage], time);

    /// <summary>Erases a subject. When it returns, nothing of it is left.</summary>
    /// <param name="scope">Whom.</param>
    /// <param name="by">Who asks, <c>operator/ops</c>.</param>
    /// <param name="cancellationToken">Ends it; the job goes on with it.</param>
    public async ValueTask<Erasure> EraseAsync(SubjectScope scope, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var begun = new StoredErasure
        {
            Id = "era_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            By = by,
            Agent = scope.Agent,
            Team = scope.Team,
            Subject = scope.Subject,
            StartedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        var id = Begun + HashOf(scope);
        var partition = Partition(scope.TenantId);
        var created = await _store.CreateAsync(partition, new DocumentWrite(id, Bytes(begun)), cancellationToken);
        if (!created.IsOk && (await _store.ReadAsync(partition, id, cancellationToken)).Document is { } document) begun = Read(document);
        return await CompleteAsync(scope.TenantId, id, begun, cancellationToken);
    }

    /// <summary>A page of the erasures that are over, newest first.</summary>
    public async ValueTask<Outcome<ErasurePage>> ListAsync(string tenantId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        if (cursor is { Length: > 100 } || cursor?.AsSpan().ContainsAnyExcept(Cursor) == true) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var page = await _store.QueryAsync(Partition(tenantId), new DocumentQuery(Limit: count, IdPrefix: Completed, IdAfter: cursor is null ? null : Completed + cursor), cancellationToken);
        return new ErasurePage([.. page.Items.Select(static d => Read(d).ToErasure())], page.Continuation is null || page.Items.Count == 0 ? null : page.Items[^1].Id[Completed.Length..]);
    }

    /// <summary>Goes on with what was broken off in a tenant.</summary>
    internal async ValueTask ResumeAsync(string tenantId, CancellationToken cancellationToken)
    {
        await foreach (var document in BegunAsync(tenantId, cancellationToken)) await CompleteAsync(tenantId, document.Id, Read(document), cancellationToken);
    }

    private async ValueTask<Erasure> CompleteAsync(string tenantId, string id, StoredErasure begun, CancellationToken cancellationToken)
    {
        var scope = new SubjectScope(tenantId, begun.Subject!, begun.Agent) { Team = begun.Team };
        var removed = new Dictionary<string, long>(begun.Removed, StringComparer.Ordinal);
        foreach (var part in _parts)
        {
            removed[part.Name] = removed.GetValueOrDefault(part.Name) + await part.EraseAsync(scope, cancellationToken);

            // What was counted is kept where the next part is broken off.
            await _store.ReplaceAsync(Partition(tenantId), new DocumentWrite(id, Bytes(begun with { Removed = removed })), null, cancellationToken);
        }

        foreach (var one in _storage) await one.ClearAsync(cancellationToken);
        var done = begun with { Subject = null, Removed = removed, CompletedAt = _time.GetUtcNow().ToUnixTimeMilliseconds() };
        var doneId = string.Create(CultureInfo.InvariantCulture, $"{Completed}{Latest - done.StartedAt:x12}:{done.Id}");

        // Somebody else may have completed it at the same moment: then it is there already.
        await _store.ExecuteBatchAsync(Partition(tenantId), [new BatchOperation.Delete(id), new BatchOperation.Upsert(new DocumentWrite(doneId, Bytes(done)))], cancellationToken);
        await ForgetNameAsync(cancellationToken);
        return done.ToErasure();
    }

    /// <summary>What said whom to erase lies in the files as well. It is over whatever comes of this: the next erasure, or the end of the process, clears it.</summary>
    private async ValueTask ForgetNameAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var one in _storage) await one.ClearAsync(cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            // Somebody reads, a backup for one.
        }
    }

    private async IAsyncEnumerable<Document> BegunAsync(string tenantId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: Begun);
        do
        {
            var page = await _store.QueryAsync(Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Memory, tenantId, "_erasures");

    private static string HashOf(SubjectScope scope) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Subject}\n{scope.Agent}\n{scope.Team}")))[..32];

    private static StoredErasure Read(Document document) => JsonSerializer.Deserialize(document.Body.Span, SubjectJson.Default.StoredErasure)!;

    private static byte[] Bytes(StoredErasure erasure) => JsonSerializer.SerializeToUtf8Bytes(erasure, SubjectJson.Default.StoredErasure);

    private static readonly System.Buffers.SearchValues<char> Cursor = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_:");
}
