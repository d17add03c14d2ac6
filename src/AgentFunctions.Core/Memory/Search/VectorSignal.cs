using AgentFunctions.Core.Memory.Search.Ranking;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>Nearness by vectors, where the agent can have them now. Where an engine keeps vectors it says how near; the best of the others are turned into vectors with the query's embedder.</summary>
internal sealed class VectorSignal(IEmbedder? embedder, string tenantId, string agent)
{
    private ReadOnlyMemory<float>? _query;

    public bool IsUsed => _query is not null;

    public async ValueTask<ReadOnlyMemory<float>?> OfQueryAsync(string query, CancellationToken cancellationToken)
    {
        if (embedder is null || string.IsNullOrWhiteSpace(query))
            return null;
        var vectors = await embedder.EmbedAsync(tenantId, agent, [query], cancellationToken);
        return _query = vectors is [var vector] ? vector : default(ReadOnlyMemory<float>?);
    }

    public async ValueTask MeasureAsync(IReadOnlyList<RankedRecord> best, IReadOnlyList<MemoryCandidate> candidates, CancellationToken cancellationToken)
    {
        if (_query is not { } query || embedder is null)
            return;
        var known = candidates.Where(candidate => candidate.Similarity is not null).ToDictionary(candidate => candidate.Record.Id, candidate => candidate.Similarity!.Value, StringComparer.Ordinal);
        var unknown = best.Where(ranked => !known.ContainsKey(ranked.Record.Id)).ToList();
        var vectors = unknown.Count == 0 ? [] : await embedder.EmbedAsync(tenantId, agent, unknown.ConvertAll(ranked => ranked.Record.Text), cancellationToken);
        for (var i = 0; i < unknown.Count && vectors?.Count == unknown.Count; i++)
            known[unknown[i].Record.Id] = Cosine(query.Span, vectors[i].Span);
        foreach (var ranked in best)
            ranked.Values[MemorySignals.Similarity] = Math.Clamp(known.GetValueOrDefault(ranked.Record.Id), 0, 1);
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            return 0;
        double dot = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            dot += x[i] * y[i];
            xx += x[i] * x[i];
            yy += y[i] * y[i];
        }
        return xx == 0 || yy == 0 ? 0 : dot / Math.Sqrt(xx * yy);
    }
}
