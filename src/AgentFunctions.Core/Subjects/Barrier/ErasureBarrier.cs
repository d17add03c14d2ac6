using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subjects.Barrier;

/// <summary>
/// Keeps content that was read before an erasure from being written after it. Whoever writes content of people notes <see cref="NowAsync"/> before reading it, and asks <see cref="ErasedAtAsync"/> before it is kept and, where the
/// write is not conditional on what an erasure changes, once more afterwards: what is not newer is taken away again. What somebody sends after the erasure is newer, and stays.
/// </summary>
/// <remarks>
/// A tenant's erasures are counted, once where one begins and once where it is over; what is erased carries the number, and is closed in between. It is kept for <see cref="Life"/> without the name, in the partition of the
/// erasures, so that begin, end and record are one batch each.
/// </remarks>
/// <exception cref="DocumentStoreUnavailableException">From every method: the store cannot be reached.</exception>
public sealed class ErasureBarrier
{
    /// <summary>How long it is known that something was erased; nothing is under way for longer.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private const string CountId = "n";
    private const string Marks = "m:";
    private const int HashHex = 32;

    private readonly IDocumentStore _store;

    internal ErasureBarrier(IDocumentStore store) => _store = store;

    internal static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Memory, tenantId, "_erasures");

    /// <summary>The number of the latest beginning or end of an erasure; noted before content is read.</summary>
    public async ValueTask<long> NowAsync(string tenantId, CancellationToken cancellationToken) => (await CountAsync(tenantId, cancellationToken)).Count.Number;

    /// <summary>The number of the latest erasure that reached what an agent keeps of a subject: content that was read at a lower one may not be kept. 0: there was none; <see cref="long.MaxValue"/>: it is being erased now.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Who keeps it; null: what is kept for no agent.</param>
    /// <param name="team">The agent's team; null for none.</param>
    /// <param name="subject">Folded.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<long> ErasedAtAsync(string tenantId, string? agent, string? team, string subject, CancellationToken cancellationToken)
    {
        var latest = 0L;
        var query = new DocumentQuery(IdPrefix: MarksOf(subject));
        do
        {
            var page = await _store.QueryAsync(Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                var mark = ReadMark(document);
                if (mark.Reaches(agent, team)) latest = Math.Max(latest, mark.IsClosed ? long.MaxValue : mark.Number);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return latest;
    }

    /// <summary>Whether content of all of these that was read at a number may be kept now.</summary>
    public async ValueTask<bool> HoldsAsync(string tenantId, string? agent, string? team, IEnumerable<string> subjects, long since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var all = subjects.ToList();
        if (all.Count == 0) return true;
        if ((await CountAsync(tenantId, cancellationToken)).Count is { Closed: 0 } count && count.Number <= since) return true;
        foreach (var subject in all)
            if (await ErasedAtAsync(tenantId, agent, team, subject, cancellationToken) > since) return false;
        return true;
    }

    /// <summary>Whether an erasure is going on.</summary>
    internal async ValueTask<bool> IsClosedAsync(SubjectScope scope, CancellationToken cancellationToken) => (await MarkAsync(scope, cancellationToken)).IsClosed;

    /// <summary>What the beginning of an erasure writes: from then on nothing of it is kept. Written together with what says that it goes on; fails where another begins or ends at the same moment.</summary>
    internal ValueTask<List<BatchOperation>> ClosingAsync(SubjectScope scope, CancellationToken cancellationToken) => ChangeAsync(scope, isClosed: true, cancellationToken);

    /// <summary>What the end of an erasure writes, as <see cref="ClosingAsync"/>.</summary>
    internal ValueTask<List<BatchOperation>> OpeningAsync(SubjectScope scope, CancellationToken cancellationToken) => ChangeAsync(scope, isClosed: false, cancellationToken);

    /// <summary>Everybody changes the count, so that it and the marks always agree.</summary>
    private async ValueTask<List<BatchOperation>> ChangeAsync(SubjectScope scope, bool isClosed, CancellationToken cancellationToken)
    {
        var (count, etag) = await CountAsync(scope.TenantId, cancellationToken);
        var before = await MarkAsync(scope, cancellationToken);
        var next = new StoredErasureCount { Number = count.Number + 1, Closed = count.Closed + (isClosed ? 1 : 0) - (before.IsClosed ? 1 : 0) };
        var mark = new StoredErasureMark { Number = next.Number, IsClosed = isClosed, Agent = scope.Agent, Team = scope.Team, IsWithoutTeam = scope.IsWithoutTeam };
        var write = new DocumentWrite(CountId, JsonSerializer.SerializeToUtf8Bytes(next, SubjectJson.Default.StoredErasureCount));
        return
        [
            etag is null ? new BatchOperation.Create(write) : new BatchOperation.Replace(write, etag),
            new BatchOperation.Upsert(new DocumentWrite(MarkId(scope), JsonSerializer.SerializeToUtf8Bytes(mark, SubjectJson.Default.StoredErasureMark), isClosed ? null : Life)),
        ];
    }

    private async ValueTask<(StoredErasureCount Count, string? ETag)> CountAsync(string tenantId, CancellationToken cancellationToken) =>
        (await _store.ReadAsync(Partition(tenantId), CountId, cancellationToken)).Document is { } document ? (JsonSerializer.Deserialize(document.Body.Span, SubjectJson.Default.StoredErasureCount)!, document.ETag) : (new StoredErasureCount { Number = 0 }, null);

    private async ValueTask<StoredErasureMark> MarkAsync(SubjectScope scope, CancellationToken cancellationToken) =>
        (await _store.ReadAsync(Partition(scope.TenantId), MarkId(scope), cancellationToken)).Document is { } document ? ReadMark(document) : new StoredErasureMark { Number = 0 };

    private static StoredErasureMark ReadMark(Document document) => JsonSerializer.Deserialize(document.Body.Span, SubjectJson.Default.StoredErasureMark)!;

    private static string MarksOf(string subject) => $"{Marks}{HashOf(subject)}:";

    private static string MarkId(SubjectScope scope) => MarksOf(scope.Subject) + HashOf($"{scope.Agent}\n{scope.Team}\n{scope.IsWithoutTeam}");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashHex];
}
