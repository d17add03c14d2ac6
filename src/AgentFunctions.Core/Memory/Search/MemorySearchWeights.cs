namespace AgentFunctions.Core.Memory.Search;

/// <summary>How much each signal counts. Signals are 0 to 1; a weight of 0 switches one off. The defaults were chosen on conversations of two people, round numbers on purpose.</summary>
public sealed record MemorySearchWeights
{
    public static MemorySearchWeights Default { get; } = new();

    /// <summary>BM25 alone: what search is measured against.</summary>
    public static MemorySearchWeights WordsOnly { get; } = new()
    {
        Neighbours = 0, Session = 0, Speaker = 0, Entities = 0, Time = 0, Links = 0, Similarity = 0, Recency = 0, Substance = 0, Quality = 0, Usefulness = 0,
    };

    public double Lexical { get; init; } = 1;

    public double Neighbours { get; init; } = 0.6;

    public double Session { get; init; } = 0.2;

    public double Speaker { get; init; } = 0.5;

    public double Entities { get; init; } = 0.1;

    public double Time { get; init; } = 0.2;

    public double Links { get; init; } = 0.2;

    public double Similarity { get; init; } = 0.6;

    public double Recency { get; init; } = 0.05;

    public double Substance { get; init; } = 0.2;

    public double Quality { get; init; } = 0.1;

    public double Usefulness { get; init; } = 0.2;

    /// <summary>The weights in the order of <see cref="MemorySignals"/>.</summary>
    internal IReadOnlyList<(string Name, double Weight)> Listed =>
    [
        (MemorySignals.Lexical, Lexical), (MemorySignals.Neighbours, Neighbours), (MemorySignals.Session, Session), (MemorySignals.Speaker, Speaker), (MemorySignals.Entities, Entities), (MemorySignals.Time, Time),
        (MemorySignals.Links, Links), (MemorySignals.Similarity, Similarity), (MemorySignals.Recency, Recency), (MemorySignals.Substance, Substance), (MemorySignals.Quality, Quality), (MemorySignals.Usefulness, Usefulness),
    ];
}
