namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Counts over the records that a filter admits.</summary>
/// <param name="Records">How many there are.</param>
/// <param name="AverageWords">Words of one, on average; an estimate is enough.</param>
/// <param name="Frequencies">In how many of them each term is; estimated for frequent ones.</param>
public sealed record LexicalStatistics(long Records, double AverageWords, IReadOnlyDictionary<string, long> Frequencies)
{
    /// <summary>Inverse document frequency as BM25 has it, never below 0.</summary>
    public double Rarity(string term)
    {
        var frequency = Math.Min(Frequencies.GetValueOrDefault(term), Records);
        return Math.Log(1 + (Records - frequency + 0.5) / (frequency + 0.5));
    }
}
