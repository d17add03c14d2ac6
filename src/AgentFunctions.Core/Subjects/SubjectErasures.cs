using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subjects.Barrier;

namespace AgentFunctions.Core.Subjects;

/// <summary>
/// Erases subjects: every <see cref="ISubjectData"/> in turn. What was begun is completed, by the next call for the same subject or by <see cref="SubjectErasureJob"/>, whatever kills a process. What is under way meanwhile is held
/// back by <see cref="ErasureBarrier"/>. That it happened is kept, without whom it was.
/// </summary>
public sealed class SubjectErasures
{
    private const string Begun = "p:";
    private const string Completed = "d:";
    private const long Latest = 0x7FFF_FFFF_FFFF;

    private const int Attempts = 100;

    private readonly IDocumentStore _store;
    private readonly ErasureBarrier _barrier;
    private readonly IReadOnlyList<ISubjectData> _parts;
    private readonly IReadOnlyList<IErasedStorage> _storage;
    private readonly TimeProvider _time;

    internal SubjectErasures(IDocumentStore store, ErasureBarrier barrier, IEnumerable<ISubjectData> parts, IEnumerable<IErasedStorage> storage, TimeProvider time) =>
        (_store, _barrier, _parts, _storage, _time) = (store, barrier, [.. parts.OrderByDescending(static p => p.IsErasedFirst).ThenBy(static p => p.Name, StringComparer.Ordinal)], [.. storage], time);

    /// <summary>Erases a subject. When it returns, nothing of it is left.</summary>
    /// <param name="scope">Whom.</param>
    /// <param name="by">Who asks, <c>operator/ops</c>.</param>
    /// <param name="cancellationToken">Ends it; the job goes on with it.</param>
    public async ValueTask<Erasure> EraseAsync(SubjectScope scope, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var id = Begun + HashOf(scope);
        var partition = Partition(scope.TenantId);
        while (true)
        {
            var begun = new StoredErasure
            {
                Id = "era_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                By = by,
                Agent = scope.Agent,
                Team = scope.Team,
                IsWithoutTeam = scope.IsWithoutTeam,
                Subject = scope.Subject,
                StartedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            var created = await _store.CreateAsync(partition, new DocumentWrite(id, ErasureFile.Bytes(begun)), cancellationToken);
            if (created.IsOk) return (await CompleteAsync(scope.TenantId, id, begun, cancellationToken)).Erasure;
            if ((await _store.ReadAsync(partition, id, cancellationToken)).Document is not { } document) continue;

            // Of one that others completed meanwhile nobody knows that it came to all that was there when this one was asked for.
            var (erasure, wasCompleted) = await CompleteAsync(scope.TenantId, id, ErasureFile.Read(document), cancellationToken);
            if (wasCompleted) return erasure;
        }
    }

    /// <summary>A page of the erasures that are over, newest first.</summary>
    public async ValueTask<Outcome<ErasurePage>> ListAsync(string tenantId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        if (cursor is { Length: > 100 } || cursor?.AsSpan().ContainsAnyExcept(Cursor) == true) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var page = await _store.QueryAsync(Partition(tenantId), new DocumentQuery(Limit: count, IdPrefix: Completed, IdAfter: cursor is null ? null : Completed + cursor), cancellationToken);
        return new ErasurePage([.. page.Items.Select(static d => ErasureFile.Read(d).ToErasure())], page.Continuation is null || page.Items.Count == 0 ? null : page.Items[^1].Id[Completed.Length..]);
    }

    /// <summary>Goes on with what was broken off in a tenant.</summary>
    internal async ValueTask ResumeAsync(string tenantId, CancellationToken cancellationToken)
    {
        await foreach (var document in BegunAsync(tenantId, cancellationToken)) await CompleteAsync(tenantId, document.Id, ErasureFile.Read(document), cancellationToken);
    }

    /// <summary>Whether it was this that completed it; else somebody else did.</summary>
    private async ValueTask<(Erasure Erasure, bool WasCompleted)> CompleteAsync(string tenantId, string id, StoredErasure begun, CancellationToken cancellationToken)
    {
        var scope = new SubjectScope(tenantId, begun.Subject!, begun.Agent) { Team = begun.Team, IsWithoutTeam = begun.IsWithoutTeam };
        await CloseAsync(id, begun, scope, cancellationToken);
        var file = new ErasureFile(_store, Partition(tenantId), id, begun.Id);
        foreach (var part in _parts) await part.EraseAsync(scope, new ErasureTally(file, part.Name), cancellationToken);
        foreach (var one in _storage) await one.ClearAsync(cancellationToken);
        for (var i = 0; i < Attempts; i++)
        {
            if (await file.FindAsync(cancellationToken) is not var (counted, etag)) return (begun.ToErasure(), false);
            var removed = _parts.ToDictionary(static part => part.Name, part => counted.Removed.GetValueOrDefault(part.Name), StringComparer.Ordinal);
            var done = counted with { Subject = null, Removed = removed, Counted = [], CompletedAt = _time.GetUtcNow().ToUnixTimeMilliseconds() };
            var doneId = string.Create(CultureInfo.InvariantCulture, $"{Completed}{Latest - done.StartedAt:x12}:{done.Id}");
            List<BatchOperation> operations = [new BatchOperation.Delete(id, etag), new BatchOperation.Upsert(new DocumentWrite(doneId, ErasureFile.Bytes(done))), .. await _barrier.OpeningAsync(scope, cancellationToken)];
            if (!(await _store.ExecuteBatchAsync(Partition(tenantId), operations, cancellationToken)).IsOk) continue;
            await ForgetNameAsync(cancellationToken);
            return (done.ToErasure(), true);
        }

        throw new DocumentStoreUnavailableException("Others erase again and again at the same moment.");
    }

    /// <summary>Announced while it goes on, and never after: nobody would take that back.</summary>
    private async ValueTask CloseAsync(string id, StoredErasure begun, SubjectScope scope, CancellationToken cancellationToken)
    {
        var file = new ErasureFile(_store, Partition(scope.TenantId), id, begun.Id);
        for (var i = 0; i < Attempts; i++)
        {
            if (await file.FindAsync(cancellationToken) is not var (going, etag) || await _barrier.IsClosedAsync(scope, cancellationToken)) return;
            List<BatchOperation> operations = [new BatchOperation.Replace(new DocumentWrite(id, ErasureFile.Bytes(going)), etag), .. await _barrier.ClosingAsync(scope, cancellationToken)];
            if ((await _store.ExecuteBatchAsync(Partition(scope.TenantId), operations, cancellationToken)).IsOk) return;
        }

        throw new DocumentStoreUnavailableException("Others erase again and again at the same moment.");
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

    private static DocumentPartition Partition(string tenantId) => ErasureBarrier.Partition(tenantId);

    private static string HashOf(SubjectScope scope) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Subject}\n{scope.Agent}\n{scope.Team}\n{scope.IsWithoutTeam}")))[..32];

    private static readonly System.Buffers.SearchValues<char> Cursor = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_:");
}
