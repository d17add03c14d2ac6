namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>BM25 with weighted fields, the same for every engine.</summary>
public sealed class LexicalScorer
{
    private readonly (string Key, double Rarity)[] _terms;
    private readonly double _averageWords;
    private readonly double _saturation;
    private readonly double _lengthNorm;

    /// <param name="terms">Folded words in their base form.</param>
    /// <param name="statistics">Counts over the records that are searched.</param>
    /// <param name="saturation">BM25's k1. Records are short: a second mention says little.</param>
    /// <param name="lengthNorm">BM25's b.</param>
    public LexicalScorer(IEnumerable<string> terms, LexicalStatistics statistics, double saturation = 0.9, double lengthNorm = 0.4)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(statistics);
        _terms = [.. terms.Select(term => (Key: RecordWords.KeyOf(term), Rarity: statistics.Rarity(term))).DistinctBy(term => term.Key)];
        _averageWords = Math.Max(1, statistics.AverageWords);
        _saturation = saturation;
        _lengthNorm = lengthNorm;
        Total = _terms.Sum(term => term.Rarity);
    }

    /// <summary>The rarities of all terms together.</summary>
    public double Total { get; }

    public IReadOnlyList<(string Key, double Rarity)> Terms => _terms;

    /// <summary>0 and up; 0 where no term is in it.</summary>
    public double Score(RecordWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var norm = _saturation * (1 - _lengthNorm + _lengthNorm * words.Length / _averageWords);
        var score = 0.0;
        foreach (var (key, rarity) in _terms)
        {
            var weight = words.Weight(key);
            if (weight > 0)
                score += rarity * weight * (_saturation + 1) / (weight + norm);
        }
        return score;
    }
}
