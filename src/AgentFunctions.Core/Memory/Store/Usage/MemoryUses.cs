using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>
/// Notes what memory gives out: to runs, so that their outcomes find it, and to runs, sessions and callers, so that it does not come back as new. Noted before it is given. How often records are used is counted in memory
/// and written now and then; a process that is killed loses a minute of it.
/// </summary>
public sealed class MemoryUses
{
    /// <summary>The latest that a draft is compared with.</summary>
    private const int MostGiven = 200;
    private const int NoteAttempts = 8;

    private readonly IDocumentStore _store;
    private readonly MemoryFiles _files;
    private readonly MemoryGiven _given;
    private readonly MemoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string TenantId, string Agent, string Id), (long Count, DateTimeOffset At)> _counts = new();

    internal MemoryUses(IDocumentStore store, MemoryFiles files, MemoryGiven given, IOptions<MemoryOptions> options, TimeProvider time) =>
        (_store, _files, _given, _options, _time) = (store, files, given, options.Value, time);

    /// <summary>The records are about to be given out.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Whose memory.</param>
    /// <param name="runId">To a run; null: in none.</param>
    /// <param name="sessionId">To a session; null: in none.</param>
    /// <param name="principal">To whom, as in <see cref="MemorySource.Principal"/>.</param>
    /// <param name="recordIds">At most 500.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that may be given: what was erased since it was found may not.</returns>
    public async ValueTask<IReadOnlySet<string>> NoteAsync(string tenantId, string agent, string? runId, string? sessionId, string principal, IReadOnlyList<string> recordIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recordIds);
        var now = _time.GetUtcNow();
        List<(MemoryUseScope Scope, TimeSpan Life)> scopes = [(MemoryUseScope.Caller(principal), _options.RecallWindow)];
        if (runId is not null) scopes.Add((MemoryUseScope.Run(runId), _options.UseRetention));
        if (sessionId is not null) scopes.Add((MemoryUseScope.Session(sessionId), _options.UseRetention));
        foreach (var (scope, life) in scopes) await NoteAsync(MemoryDocuments.Partition(tenantId, agent), scope, life, recordIds, now, cancellationToken);
        foreach (var id in recordIds) _counts.AddOrUpdate((tenantId, agent, id), (1, now), (_, counted) => (counted.Count + 1, now));
        if (runId is null) return recordIds.ToHashSet(StringComparer.Ordinal);

        // Noted first and looked up then: an erasure removes records first and goes through the notes then, so that one of the two finds the other.
        await _given.NoteAsync(tenantId, agent, runId, [.. (await _files.ReadAsync(tenantId, agent, recordIds, cancellationToken)).Select(static kept => kept.Record)], now.ToUnixTimeMilliseconds(), cancellationToken);
        return (await _files.ReadAsync(tenantId, agent, recordIds, cancellationToken)).Select(static kept => kept.Record.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A run is about to be given something of people that is no record: noted for their erasure.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">The run's, with its team, see <see cref="MemoryAgents"/>.</param>
    /// <param name="runId">The run.</param>
    /// <param name="people">Whose it is, as they are compared.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask NotePeopleAsync(string tenantId, string agent, string runId, IReadOnlyCollection<string> people, CancellationToken cancellationToken)
    {
        // An agent without memory is not listed yet: an erasure would not look there.
        await _files.HeadAsync(tenantId, agent, cancellationToken);
        await _given.NoteAsync(tenantId, agent, runId, people, _time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
    }

    /// <summary>The records that were given, the latest.</summary>
    internal async ValueTask<IReadOnlyList<string>> GivenAsync(string tenantId, string agent, MemoryUseScope scope, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(OrderBy: "at", Descending: true, Limit: MostGiven, IdPrefix: MemoryDocuments.UsesOf(scope));
        var page = await _store.QueryAsync(MemoryDocuments.Partition(tenantId, agent), query, cancellationToken);
        return [.. page.Items.Select(static d => JsonSerializer.Deserialize(d.Body.Span, MemoryStoreJson.Default.StoredUse)!.Id)];
    }

    /// <summary>Those of the records that there still are.</summary>
    internal async ValueTask<IReadOnlyList<MemoryRecord>> ReadAsync(string tenantId, string agent, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        [.. (await _files.ReadAsync(tenantId, agent, ids, cancellationToken)).Select(static kept => kept.Record)];

    /// <summary>Writes what was counted.</summary>
    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _counts.Keys)
        {
            if (!_counts.TryRemove(key, out var counted)) continue;
            try
            {
                await FlushAsync(key, counted, cancellationToken);
            }
            catch (DocumentStoreUnavailableException)
            {
                _counts.AddOrUpdate(key, counted, (_, more) => (more.Count + counted.Count, more.At > counted.At ? more.At : counted.At));
                throw;
            }
        }
    }

    private async ValueTask FlushAsync((string TenantId, string Agent, string Id) key, (long Count, DateTimeOffset At) counted, CancellationToken cancellationToken)
    {
        const int Attempts = 4;
        for (var i = 0; i < Attempts; i++)
        {
            if (await _files.FindAsync(key.TenantId, key.Agent, key.Id, cancellationToken) is not { } kept) return;
            var used = kept.Record with { Uses = kept.Record.Uses + counted.Count, LastUsedAt = counted.At.ToUniversalTime() };
            if (await _files.TryCommitAsync(key.TenantId, key.Agent, [MemoryOperations.Count(kept, used)], cancellationToken)) return;
        }
    }

    private async ValueTask NoteAsync(DocumentPartition partition, MemoryUseScope scope, TimeSpan life, IReadOnlyList<string> recordIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var prefix = MemoryDocuments.UsesOf(scope);
        await Task.WhenAll(recordIds.Select(id => NoteAsync(partition, scope, prefix + id, new StoredUse { Id = id, At = now.ToUnixTimeMilliseconds() }, TimeSpan.FromSeconds(Math.Ceiling(life.TotalSeconds)), cancellationToken)));
    }

    /// <summary>What was noted for a run stays, with its outcome. That the agent claimed to have used it before it was given does not keep it from being noted. To whomever else, the latest time counts.</summary>
    private async Task NoteAsync(DocumentPartition partition, MemoryUseScope scope, string id, StoredUse use, TimeSpan life, CancellationToken cancellationToken)
    {
        if (!scope.IsRun)
        {
            await _store.UpsertAsync(partition, new DocumentWrite(id, Bytes(use), life), cancellationToken);
            return;
        }

        for (var i = 0; i < NoteAttempts; i++)
        {
            if ((await _store.CreateAsync(partition, new DocumentWrite(id, Bytes(use), life), cancellationToken)).IsOk) return;
            if ((await _store.ReadAsync(partition, id, cancellationToken)).Document is not { } found) continue;
            if (JsonSerializer.Deserialize(found.Body.Span, MemoryStoreJson.Default.StoredUse) is not { Unseen: true } claimed) return;
            if ((await _store.ReplaceAsync(partition, new DocumentWrite(id, Bytes(use with { Claimed = claimed.Claimed }), life), found.ETag, cancellationToken)).IsOk) return;
        }

        throw new DocumentStoreUnavailableException("The note of a use is changed by others again and again.");
    }

    private static byte[] Bytes(StoredUse use) => JsonSerializer.SerializeToUtf8Bytes(use, MemoryStoreJson.Default.StoredUse);
}
