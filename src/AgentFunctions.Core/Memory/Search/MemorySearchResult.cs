namespace AgentFunctions.Core.Memory.Search;

/// <summary>What a search found.</summary>
/// <param name="Hits">The best first; equal scores in the order of ids.</param>
/// <param name="Warnings">Experiences of what went wrong that match, apart from the hits; at most <see cref="MaxWarnings"/>.</param>
/// <param name="Rejected">Records that match and were left out, at most <see cref="MaxRejected"/>; empty where not asked for.</param>
/// <param name="Explain">How the query was read.</param>
public sealed record MemorySearchResult(IReadOnlyList<MemoryHit> Hits, IReadOnlyList<MemoryHit> Warnings, IReadOnlyList<RejectedMemory> Rejected, MemoryQueryExplanation Explain)
{
    public const int MaxWarnings = 5;

    public const int MaxRejected = 50;

    /// <summary>All that it gives out.</summary>
    public IReadOnlyList<string> GivenIds => [.. Hits.Concat(Warnings).Select(static hit => hit.Record.Id)];

    /// <summary>Without what may not be given any more.</summary>
    public MemorySearchResult Only(IReadOnlySet<string> ids) => this with { Hits = [.. Hits.Where(hit => ids.Contains(hit.Record.Id))], Warnings = [.. Warnings.Where(hit => ids.Contains(hit.Record.Id))] };
}
