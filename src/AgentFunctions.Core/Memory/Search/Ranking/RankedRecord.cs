using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>A record on its way through the signals.</summary>
internal sealed class RankedRecord(MemoryRecord record, RecordWords? words = null)
{
    public MemoryRecord Record { get; } = record;

    public RecordWords Words { get; } = words ?? RecordWords.Of(record);

    /// <summary>What names the speaker, folded.</summary>
    public IReadOnlyList<string> SpeakerNames { get; } = record.Speaker is null ? [] : PersonNames.Of(record.Speaker);

    /// <summary>0 to 1, by <see cref="MemorySignals"/>.</summary>
    public Dictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

    public double Lexical { get; set; }

    public double Score { get; set; }

    /// <summary>Something of the query is in it or around it. Being recent or of quality alone makes no hit.</summary>
    public bool Matches =>
        Value(MemorySignals.Lexical) > 0 || Value(MemorySignals.Neighbours) > 0 || Value(MemorySignals.Entities) > 0 || Value(MemorySignals.Links) > 0 || Value(MemorySignals.Similarity) > 0.3 || IsOfTime;

    public bool IsOfTime { get; set; }

    public double Value(string signal) => Values.GetValueOrDefault(signal);

    public MemoryHit ToHit(MemorySearchWeights weights) =>
        new(Record, Score, [.. weights.Listed.Where(signal => Value(signal.Name) != 0).Select(signal => new SignalScore(signal.Name, Value(signal.Name), Value(signal.Name) * signal.Weight))]);
}
