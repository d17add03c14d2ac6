using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.TestKit.Memory;

/// <summary>Candidates by reading every document of the agent, on any store: slow, plain, and what the engines are compared with.</summary>
public sealed class ScanningMemoryCandidates(IDocumentStore store) : IMemoryCandidates
{
    public async ValueTask<CandidateSet> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(query, cancellationToken);
        string[] terms = [.. query.Terms.Concat(query.Entities).Distinct(StringComparer.Ordinal).Take(CandidateQuery.MaxTerms)];
        var words = all.ConvertAll(record => (Record: record, Words: RecordWords.Of(record), Speaker: TextWords.Split(record.Speaker ?? "").Select(RecordWords.KeyOf).ToHashSet(StringComparer.Ordinal)));
        var counted = words.FindAll(entry => query.States.Contains(entry.Record.State));
        var frequencies = terms.ToDictionary(term => term, term => (long)counted.Count(entry => entry.Words.Weight(RecordWords.KeyOf(term)) > 0 || entry.Speaker.Contains(RecordWords.KeyOf(term))), StringComparer.Ordinal);
        var statistics = new LexicalStatistics(counted.Count, counted.Count == 0 ? 0 : counted.Average(entry => entry.Words.Length), frequencies);
        var scorer = new LexicalScorer(terms, statistics);
        var inSession = words.Where(entry => query.SessionId is null || entry.Record.SessionId == query.SessionId).ToList();
        var byWords = inSession.Where(entry => terms.Any(term => entry.Words.Weight(RecordWords.KeyOf(term)) > 0 || entry.Speaker.Contains(RecordWords.KeyOf(term))))
            .Select(entry => new MemoryCandidate(entry.Record, scorer.Score(entry.Words), null))
            .OrderByDescending(candidate => candidate.Lexical).ThenBy(candidate => candidate.Record.Id, StringComparer.Ordinal).Take(query.Top).ToList();
        if (query.From is not null || query.To is not null)
        {
            var byTime = inSession.Where(entry => !(entry.Record.OccurredAt < query.From) && !(entry.Record.OccurredAt >= query.To)).OrderByDescending(entry => entry.Record.OccurredAt).Take(query.Top);
            byWords.AddRange(byTime.Where(entry => !byWords.Exists(candidate => candidate.Record.Id == entry.Record.Id)).Select(entry => new MemoryCandidate(entry.Record, scorer.Score(entry.Words), null)).ToList());
        }
        return new CandidateSet(byWords, statistics);
    }

    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadRelatedAsync(RelatedQuery query, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(query, cancellationToken);
        return
        [
            .. all.Where(record => query.Ids.Contains(record.Id) || query.Turns.Any(range => record.SessionId == range.SessionId && record.Turn >= range.First && record.Turn <= range.Last))
                .OrderBy(record => record.SessionId, StringComparer.Ordinal).ThenBy(record => record.Turn).ThenBy(record => record.Id, StringComparer.Ordinal).Take(RelatedQuery.MaxRecords),
        ];
    }

    private async Task<List<MemoryRecord>> ReadAsync(MemoryFilter filter, CancellationToken cancellationToken)
    {
        var records = new List<MemoryRecord>();
        var partition = new DocumentPartition(DocumentContainer.Memory, filter.TenantId, filter.Agent);
        string? next = null;
        do
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(IdPrefix: MemoryRecordJson.IdPrefix, Continuation: next), cancellationToken);
            records.AddRange(page.Items.Select(document => MemoryRecordJson.Read(document.Body.Span)).Where(filter.Admits));
            next = page.Continuation;
        }
        while (next is not null);
        return records;
    }
}
