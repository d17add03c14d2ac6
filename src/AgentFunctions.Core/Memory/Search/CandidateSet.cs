using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>What a search for candidates gave.</summary>
/// <param name="Candidates">By BM25, the best first; equal ones in the order of ids.</param>
/// <param name="Statistics">Counts over the records that the filter admits by kind, state and label, for scoring what was not found by its words.</param>
public sealed record CandidateSet(IReadOnlyList<MemoryCandidate> Candidates, LexicalStatistics Statistics)
{
    public static CandidateSet Empty { get; } = new([], new LexicalStatistics(0, 0, new Dictionary<string, long>()));
}
