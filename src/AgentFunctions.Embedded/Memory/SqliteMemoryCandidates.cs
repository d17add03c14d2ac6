using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Memory;

/// <summary>
/// Candidates from the index beside the documents. Words choose the records that are read; those are scored by Core's BM25, so that every engine scores alike. It keeps no vectors: a query's vector finds nothing of its own.
/// </summary>
public sealed class SqliteMemoryCandidates(SqliteDocumentStore store, TimeProvider time) : IMemoryCandidates
{
    /// <summary>Read beyond what is asked for: some expired, and the words alone order them roughly.</summary>
    private const int Slack = 20;

    private const int MaxSessionRows = 10_000;

    /// <summary>Superseded statements that are read for a time that is asked for: how long each held is in the record alone.</summary>
    private const int MaxPastRows = 1_000;

    /// <summary>Pages of lists of words that one transaction writes anew.</summary>
    private const int MergedAtOnce = 32;

    /// <inheritdoc/>
    public ValueTask<CandidateSet> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.File(StorePurpose.Memory).ReadAsync(connection => Find(connection, query), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryRecord>> ReadRelatedAsync(RelatedQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.File(StorePurpose.Memory).ReadAsync(connection => ReadRelated(connection, query), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        // A removal leaves a mark beside the lists of words; the words go when the lists are written anew, which is done in pieces, so that writers do not wait.
        var file = store.File(StorePurpose.Memory);
        for (var pages = -MergedAtOnce; await file.WriteAsync(connection => Merge(connection, pages), cancellationToken) > 1; pages = MergedAtOnce)
        {
        }
    }

    /// <summary>What was changed; less than two: it is done. Source: FTS5, the merge command.</summary>
    private static int Merge(StoreConnection connection, int pages)
    {
        var before = SQLitePCL.raw.sqlite3_total_changes(connection.Handle);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO memory_text(memory_text, rank) VALUES('merge', {pages})"));
        return SQLitePCL.raw.sqlite3_total_changes(connection.Handle) - before;
    }

    private CandidateSet Find(StoreConnection connection, CandidateQuery query)
    {
        var index = new MemoryIndexReader(connection, query, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (index.FindScope() is not { } scope || MemoryRows.Ranges(scope, query) is not { Count: > 0 } ranges)
            return CandidateSet.Empty;
        var (records, words) = index.Count(scope);
        if (records == 0 && query.HeldAt is null)
            return CandidateSet.Empty;
        var only = query.SessionId is { } session ? index.RowsOfTurns(scope, new TurnRange(session, 0, int.MaxValue), MaxSessionRows).ToHashSet() : null;
        var matches = new MemoryMatches(connection, ranges, records, query.Subject);
        string[] terms = [.. query.Terms.Concat(query.Entities).Distinct(StringComparer.Ordinal).Take(CandidateQuery.MaxTerms)];
        matches.Find(terms, only);
        var rows = matches.Best(query.Top + Slack);
        if (query.HeldAt is not null)
            rows.AddRange(FindPast(connection, query, scope, terms, only));
        if (query.From is not null || query.To is not null)
            rows.AddRange(index.RowsOfTime(scope, query.From, query.To, query.Top).Where(row => only?.Contains(row) != false));
        var statistics = new LexicalStatistics(records, words, matches.Frequencies);
        var scorer = new LexicalScorer(terms, statistics);
        var found = rows.Distinct().Select(index.Read).OfType<MemoryRecord>().Select(record => (Record: record, Words: RecordWords.Of(record)))
            .Select(one => new MemoryCandidate(one.Record, scorer.Score(one.Words), null) { Words = one.Words }).ToList();
        return new CandidateSet([.. Best(found, query)], statistics);
    }

    /// <summary>Superseded ones by their words; reading them says which of them held.</summary>
    private List<long> FindPast(StoreConnection connection, CandidateQuery query, long scope, string[] terms, IReadOnlySet<long>? only)
    {
        var past = query with { States = [MemoryState.Superseded] };
        var (records, _) = new MemoryIndexReader(connection, past, time.GetUtcNow().ToUnixTimeMilliseconds()).Count(scope);
        if (records == 0)
            return [];
        var matches = new MemoryMatches(connection, MemoryRows.Ranges(scope, past), records, query.Subject);
        matches.Find(terms, only);
        return matches.Best(MaxPastRows);
    }

    /// <summary>The best of each signal: words, and time.</summary>
    private static IEnumerable<MemoryCandidate> Best(List<MemoryCandidate> found, CandidateQuery query)
    {
        var byWords = found.OrderByDescending(candidate => candidate.Lexical).ThenBy(candidate => candidate.Record.Id, StringComparer.Ordinal).ToList();
        var best = byWords.Take(query.Top);
        if (query.From is null && query.To is null)
            return best;
        return best.Concat(byWords.Skip(query.Top).Where(candidate => !(candidate.Record.OccurredAt < query.From) && !(candidate.Record.OccurredAt >= query.To)));
    }

    private IReadOnlyList<MemoryRecord> ReadRelated(StoreConnection connection, RelatedQuery query)
    {
        var index = new MemoryIndexReader(connection, query, time.GetUtcNow().ToUnixTimeMilliseconds(), query.Known);
        if (index.FindScope() is not { } scope)
            return [];
        var rows = query.Turns.SelectMany(range => index.RowsOfTurns(scope, range, RelatedQuery.MaxRecords)).Distinct().Take(RelatedQuery.MaxRecords);
        return
        [
            .. rows.Select(index.Read).Concat(query.Ids.Take(RelatedQuery.MaxRecords).Select(index.Read)).OfType<MemoryRecord>()
                .DistinctBy(record => record.Id)
                .OrderBy(record => record.SessionId, StringComparer.Ordinal).ThenBy(record => record.Turn).ThenBy(record => record.Id, StringComparer.Ordinal)
                .Take(RelatedQuery.MaxRecords),
        ];
    }
}
