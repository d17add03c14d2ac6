using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>
/// Finds the records of one agent that a query may be about. What is stored is found by the next call: the index is written with the documents (in one transaction, or it is the documents). Full-text and vector search are
/// this port's; everything that ranks is pure code above it.
/// </summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public interface IMemoryCandidates
{
    /// <summary>The best of each signal, each with its scores. Labels, states and kinds are applied before anything is scored.</summary>
    ValueTask<CandidateSet> FindAsync(CandidateQuery query, CancellationToken cancellationToken);

    /// <summary>The records of these turns and ids that the filter admits, each once, by session, turn and id; at most <see cref="RelatedQuery.MaxRecords"/>.</summary>
    ValueTask<IReadOnlyList<MemoryRecord>> ReadRelatedAsync(RelatedQuery query, CancellationToken cancellationToken);

    /// <summary>After it nothing of records that were removed is left in what finds them, not even where no search would show it. Done by the engine itself where the index is the documents.</summary>
    ValueTask CompactAsync(CancellationToken cancellationToken) => default;
}
