using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>A record that may be what was looked for.</summary>
/// <param name="Record">As it is now.</param>
/// <param name="Lexical">BM25, 0 and up; 0 where no term is in it.</param>
/// <param name="Similarity">Cosine, -1 to 1; null without vectors.</param>
public sealed record MemoryCandidate(MemoryRecord Record, double Lexical, double? Similarity)
{
    /// <summary>The record's words, where the engine read them already; null: they are read when they are needed.</summary>
    public RecordWords? Words { get; init; }
}
