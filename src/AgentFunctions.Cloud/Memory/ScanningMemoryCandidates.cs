using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Cloud.Memory;

/// <summary>Candidates by reading every record of the agent from the document store: right on any number of instances, since it keeps nothing itself, and as dear as the agent has records. It keeps no vectors.</summary>
internal sealed class ScanningMemoryCandidates(IDocumentStore store) : IMemoryCandidates
{
    public async ValueTask<CandidateSet> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        string[] terms = [.. query.Terms.Concat(query.Entities).Distinct(StringComparer.Ordinal).Take(CandidateQuery.MaxTerms)];
        var entries = (await ReadAsync(query, cancellationToken)).ConvertAll(record => ScannedRecord.Of(record, terms));
        var frequencies = terms.Select((term, i) => (term, Count: (long)entries.Count(entry => entry.Has[i]))).ToDictionary(pair => pair.term, pair => pair.Count, StringComparer.Ordinal);
        var statistics = new LexicalStatistics(entries.Count, entries.Count == 0 ? 0 : entries.Average(entry => entry.Words.Length), frequencies);
        var scorer = new LexicalScorer(terms, statistics);
        var scored = entries.Where(entry => query.SessionId is null || entry.Record.SessionId == query.SessionId)
            .Select(entry => (Entry: entry, Candidate: new MemoryCandidate(entry.Record, scorer.Score(entry.Words), null)))
            .OrderByDescending(pair => pair.Candidate.Lexical).ThenBy(pair => pair.Entry.Record.Id, StringComparer.Ordinal).ToList();
        var found = scored.Where(pair => pair.Entry.HasAny).Take(query.Top).Select(pair => pair.Candidate).ToList();
        if (query.From is null && query.To is null) return new CandidateSet(found, statistics);
        var known = found.Select(candidate => candidate.Record.Id).ToHashSet(StringComparer.Ordinal);
        var ofTime = scored.Where(pair => !(pair.Entry.Record.OccurredAt < query.From) && !(pair.Entry.Record.OccurredAt >= query.To)).OrderByDescending(pair => pair.Entry.Record.OccurredAt).Take(query.Top);
        return new CandidateSet([.. found, .. ofTime.Select(pair => pair.Candidate).Where(candidate => !known.Contains(candidate.Record.Id))], statistics);
    }

    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadRelatedAsync(RelatedQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var ids = query.Ids.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await ReadAsync(query, cancellationToken)).Where(record => ids.Contains(record.Id) || query.Turns.Any(range => record.SessionId == range.SessionId && record.Turn >= range.First && record.Turn <= range.Last))
                .OrderBy(record => record.SessionId, StringComparer.Ordinal).ThenBy(record => record.Turn).ThenBy(record => record.Id, StringComparer.Ordinal).Take(RelatedQuery.MaxRecords),
        ];
    }

    private async ValueTask<List<MemoryRecord>> ReadAsync(MemoryFilter filter, CancellationToken cancellationToken)
    {
        var records = new List<MemoryRecord>();
        var partition = new DocumentPartition(DocumentContainer.Memory, filter.TenantId, filter.Agent);
        var query = new DocumentQuery(IdPrefix: MemoryRecordJson.IdPrefix);
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            records.AddRange(page.Items.Select(Read).OfType<MemoryRecord>().Where(filter.Admits));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return records;
    }

    /// <summary>null: a document of another shape under a record's name is no record.</summary>
    private static MemoryRecord? Read(Document document)
    {
        try
        {
            return MemoryRecordJson.Read(document.Body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
