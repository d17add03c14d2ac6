using AgentFunctions.Core.Memory.Search.Ranking;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>Nearness by vectors, where the agent can have them now. Where an engine keeps vectors it says how near; the best of the others are turned into vectors with the query's embedder.</summary>
internal sealed class VectorSignal(IEmbedder? embedder, string tenantId, string agent)
{
    private ReadOnlyMemory<float>? _query;

    public bool IsUsed => _query is not null;

    /// <summary>The model of the query's vector; null without one.</summary>
    public string? Model { get; private set; }

    public async ValueTask<ReadOnlyMemory<float>?> OfQueryAsync(string query, CancellationToken cancellationToken)
    {
        if (embedder is null || string.IsNullOrWhiteSpace(query))
            return null;
        var vectors = await embedder.EmbedAsync(tenantId, agent, [query], cancellationToken);
        _query = vectors is [var vector] ? vector : default(ReadOnlyMemory<float>?);
        Model = IsUsed ? await embedder.FindModelAsync(tenantId, agent, cancellationToken) : null;
        return _query;
    }

    /// <param name="best">Those that are worth a vector where the engine has none.</param>
    /// <param name="records">Everything at hand.</param>
    /// <param name="candidates">What the engine found, with what it says of their nearness.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask MeasureAsync(IReadOnlyList<RankedRecord> best, IReadOnlyList<RankedRecord> records, IReadOnlyList<MemoryCandidate> candidates, CancellationToken cancellationToken)
    {
        if (_query is not { } query || embedder is null)
            return;
        var known = candidates.Where(candidate => candidate.Similarity is not null).ToDictionary(candidate => candidate.Record.Id, candidate => candidate.Similarity!.Value, StringComparer.Ordinal);
        var unknown = best.Where(ranked => !known.ContainsKey(ranked.Record.Id)).ToList();
        var vectors = unknown.Count == 0 ? [] : await embedder.EmbedAsync(tenantId, agent, unknown.ConvertAll(ranked => ranked.Record.Text), cancellationToken);
        for (var i = 0; i < unknown.Count && vectors?.Count == unknown.Count; i++)
            known[unknown[i].Record.Id] = Cosine(query.Span, vectors[i].Span);
        foreach (var ranked in records)
        {
            if (known.TryGetValue(ranked.Record.Id, out var similarity))
                ranked.Values[MemorySignals.Similarity] = Math.Clamp(similarity, 0, 1);
        }
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
