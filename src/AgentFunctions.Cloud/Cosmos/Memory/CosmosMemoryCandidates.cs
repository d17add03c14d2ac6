using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Search.Words;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Cosmos.Memory;

/// <summary>
/// Candidates by the full-text and vector indexes of the container. They choose the records that are read; those are scored by Core's BM25 over counts of what the reader may be given, so that every engine scores alike and
/// nobody else's text changes a score.
/// </summary>
internal sealed class CosmosMemoryCandidates(CosmosClient client, IOptions<CosmosOptions> options, TimeProvider time) : IMemoryCandidates
{
    /// <summary>Read beyond what is asked for: the service orders by its own BM25, which knows no weights of fields.</summary>
    private const int Slack = 20;

    /// <summary>Read on top where a past time is asked for: which of the superseded ones held then is asked of the records.</summary>
    private const int PastSlack = 200;

    /// <summary>Ranges and ids of one query: its text has a limit.</summary>
    private const int RangesAtOnce = 40;
    private const int IdsAtOnce = 100;

    private readonly CosmosCalls _calls = new(TimeProvider.System, options.Value.RetryFor);

    private Container Container => client.GetContainer(options.Value.Database, DocumentContainer.Memory.Name);

    /// <inheritdoc/>
    public async ValueTask<CandidateSet> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.States.Count == 0) return CandidateSet.Empty;
        var sql = new CosmosMemorySql(query, time.GetUtcNow());
        string[] terms = [.. query.Terms.Concat(query.Entities).Distinct(StringComparer.Ordinal).Take(CandidateQuery.MaxTerms)];
        string[] keys = [.. terms.Select(RecordKeys.Find).OfType<string>().Distinct(StringComparer.Ordinal)];
        var counting = CountAsync(sql, keys, cancellationToken);
        var found = (await Task.WhenAll(Queries(query, sql, keys).Select(one => ReadAsync(sql, one, query, cancellationToken)))).SelectMany(static rows => rows).ToList();
        var counts = await counting;
        var records = found.GroupBy(static one => one.Record.Id, StringComparer.Ordinal)
            .Select(same => (same.First().Record, Words: RecordWords.Of(same.First().Record), Similarity: same.Max(static one => one.Similarity))).ToList();
        var frequencies = terms.ToDictionary(static term => term, term => RecordKeys.Find(term) is { } key ? counts[key] : 0, StringComparer.Ordinal);
        var statistics = new LexicalStatistics(counts[""], records.Count == 0 ? 0 : records.Average(static one => one.Words.Length), frequencies);
        var scorer = new LexicalScorer(terms, statistics);
        return new CandidateSet([.. Best(records.ConvertAll(one => new MemoryCandidate(one.Record, scorer.Score(one.Words), one.Similarity) { Words = one.Words }), query)], statistics);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MemoryRecord>> ReadRelatedAsync(RelatedQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.States.Count == 0) return [];
        var sql = new CosmosMemorySql(query, time.GetUtcNow());
        var queries = query.Turns.Chunk(RangesAtOnce).Select(turns => sql.Related(turns, []))
            .Concat(query.Ids.Distinct(StringComparer.Ordinal).Take(RelatedQuery.MaxRecords).Chunk(IdsAtOnce).Select(ids => sql.Related([], ids)));
        var found = new List<Row>();
        foreach (var one in queries) found.AddRange(await ReadAsync(sql, one, query, cancellationToken));
        return
        [
            .. found.Select(static row => row.Record).DistinctBy(static record => record.Id)
                .OrderBy(static record => record.SessionId, StringComparer.Ordinal).ThenBy(static record => record.Turn).ThenBy(static record => record.Id, StringComparer.Ordinal)
                .Take(RelatedQuery.MaxRecords),
        ];
    }

    private IEnumerable<QueryDefinition> Queries(CandidateQuery query, CosmosMemorySql sql, string[] keys)
    {
        var slack = query.HeldAt is null ? Slack : Slack + PastSlack;
        if (query is { Vector: { } vector, VectorModel: { } model } && vector.Length == options.Value.VectorDimensions)
            yield return sql.ByVector(keys, vector, model, query.SessionId, 2 * query.Top + slack);
        else if (keys.Length > 0)
            yield return sql.ByWords(keys, query.SessionId, query.Top + slack);
        if (query.From is not null || query.To is not null) yield return sql.ByTime(query.From, query.To, query.SessionId, query.Top);
    }

    /// <summary>In how many records each key is; of all of them under the empty one.</summary>
    private async Task<Dictionary<string, long>> CountAsync(CosmosMemorySql sql, string[] keys, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(keys.Prepend("").Select(async key =>
        {
            var rows = await CosmosRows.ReadAsync(_calls, Container, sql.Partition, sql.Count(key.Length == 0 ? null : key), static row => (long)row.GetDouble(), cancellationToken);
            return (Key: key, Count: rows.Sum());
        }));
        return counts.ToDictionary(static one => one.Key, static one => one.Count, StringComparer.Ordinal);
    }

    private async Task<List<Row>> ReadAsync(CosmosMemorySql sql, QueryDefinition one, MemoryFilter filter, CancellationToken cancellationToken)
    {
        var model = (filter as CandidateQuery)?.VectorModel;
        var rows = await CosmosRows.ReadAsync(_calls, Container, sql.Partition, one, row => Read(row, model), cancellationToken);

        // The filter is in the query already; whose a record is, is asked twice.
        return [.. rows.OfType<Row>().Where(row => filter.Admits(row.Record))];
    }

    /// <summary>null: somebody wrote a document of another shape under a record's name.</summary>
    private static Row? Read(JsonElement row, string? model)
    {
        try
        {
            var record = MemoryRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(row.GetProperty("body"u8).GetRawText()));
            var isNear = row.TryGetProperty("similarity"u8, out var similarity) && similarity.ValueKind == JsonValueKind.Number && record.Vector?.Model == model;
            return new Row(record, isNear ? similarity.GetDouble() : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The best of each signal: words, nearness, time.</summary>
    private static IEnumerable<MemoryCandidate> Best(List<MemoryCandidate> found, CandidateQuery query)
    {
        var byWords = found.OrderByDescending(static one => one.Lexical).ThenBy(static one => one.Record.Id, StringComparer.Ordinal).ToList();
        var chosen = byWords.Take(query.Top).Select(static one => one.Record.Id).ToHashSet(StringComparer.Ordinal);
        chosen.UnionWith(byWords.Where(static one => one.Similarity is not null).OrderByDescending(static one => one.Similarity).Take(query.Top).Select(static one => one.Record.Id));
        if (query.From is not null || query.To is not null)
            chosen.UnionWith(byWords.Where(one => !(one.Record.OccurredAt < query.From) && !(one.Record.OccurredAt >= query.To)).Select(static one => one.Record.Id));
        return byWords.Where(one => chosen.Contains(one.Record.Id));
    }

    private sealed record Row(MemoryRecord Record, double? Similarity);
}
