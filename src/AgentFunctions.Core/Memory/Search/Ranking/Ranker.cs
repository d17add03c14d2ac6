using AgentFunctions.Core.Memory.Search.Queries;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>Measures all signals of the records at hand and adds them up by their weights.</summary>
internal sealed class Ranker(MemoryQuery query, LexicalStatistics statistics, MemorySearchWeights weights, DateTimeOffset asOf)
{
    private IReadOnlyList<string> _speakers = [];
    private LexicalScorer _scorer = new(query.Terms, statistics);

    /// <summary>Those of the query's words, addresses and ids that are names of speakers.</summary>
    public IReadOnlyList<string> Speakers => _speakers;

    /// <summary>Scores words alone; says which records' surroundings are worth reading.</summary>
    public List<RankedRecord> RankWords(IReadOnlyList<RankedRecord> records)
    {
        var said = records.SelectMany(ranked => ranked.SpeakerNames).ToHashSet(StringComparer.Ordinal);
        var named = query.Handles.Where(said.Contains).ToList();

        // The words of an address are those of its place too: they name nobody.
        var ofHandles = query.Handles.Where(handle => handle.Contains('@', StringComparison.Ordinal) || said.Contains(handle)).SelectMany(TextWords.Split).Select(WordForms.BaseOf).ToHashSet(StringComparer.Ordinal);
        _speakers = [.. named, .. query.Terms.Where(term => said.Contains(term) && !ofHandles.Contains(term))];
        var asked = named.SelectMany(TextWords.Split).Select(WordForms.BaseOf).Concat(_speakers).ToHashSet(StringComparer.Ordinal);
        // Who is named was asked about as one who speaks, and speakers seldom say their own name: others who address them would win. A query of nothing else keeps the name as its word.
        if (weights.Speaker > 0 && _speakers.Count > 0 && query.Terms.Any(term => !asked.Contains(term)))
            _scorer = new LexicalScorer(query.Terms.Where(term => !asked.Contains(term)), statistics);
        Score(records);
        return RankedOrder.Sort(records);
    }

    public List<RankedRecord> Rank(IReadOnlyList<RankedRecord> records)
    {
        Score(records);
        var signals = new Signals(query, _speakers, asOf);
        foreach (var ranked in records)
            signals.Measure(ranked);
        Surroundings.MeasureNeighbours(records);
        Surroundings.MeasureSessions(records, _scorer);
        Surroundings.MeasureLinks(records);
        foreach (var ranked in records)
            ranked.Score = weights.Listed.Sum(signal => signal.Weight * ranked.Value(signal.Name));
        return RankedOrder.Sort(records.Where(ranked => ranked.Matches));
    }

    private void Score(IReadOnlyList<RankedRecord> records)
    {
        foreach (var ranked in records)
            ranked.Lexical = _scorer.Score(ranked.Words);
        var best = records.Count == 0 ? 0 : records.Max(ranked => ranked.Lexical);
        foreach (var ranked in records)
        {
            if (best > 0)
                ranked.Lexical /= best;
            ranked.Score = ranked.Values[MemorySignals.Lexical] = ranked.Lexical;
        }
    }
}
