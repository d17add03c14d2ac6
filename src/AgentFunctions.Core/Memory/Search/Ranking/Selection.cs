using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>Takes hits and warnings from ranked records and says why the others are none.</summary>
internal sealed class Selection(MemorySearchRequest request, MemorySearchWeights weights, DateTimeOffset asOf)
{
    private readonly List<RankedRecord> _hits = [];
    private readonly List<RankedRecord> _warnings = [];
    private readonly List<RejectedMemory> _rejected = [];

    public IReadOnlyList<MemoryHit> Hits => _hits.ConvertAll(ranked => ranked.ToHit(weights));

    public IReadOnlyList<MemoryHit> Warnings => _warnings.ConvertAll(ranked => ranked.ToHit(weights));

    public IReadOnlyList<RejectedMemory> Rejected => _rejected;

    public void Take(IReadOnlyList<RankedRecord> ranked)
    {
        foreach (var candidate in ranked)
        {
            if (Reject(candidate) is { } reason)
                Reject(candidate.Record.Id, reason);
        }
    }

    /// <summary>Records that match and that the filter kept from being candidates.</summary>
    public void Reject(string id, string reason)
    {
        if (request.ListsRejected && _rejected.Count < MemorySearchResult.MaxRejected)
            _rejected.Add(new RejectedMemory(id, reason));
    }

    /// <summary>null: it was taken.</summary>
    private string? Reject(RankedRecord candidate)
    {
        var record = candidate.Record;
        if (record.ValidTo <= asOf || (request.AsOf is null ? record.ValidFrom : PastStatements.From(record)) > asOf)
            return RejectionReasons.Validity;
        var isWarning = record.IsNegative || record.State == MemoryState.Demoted;
        var (list, most) = isWarning ? (_warnings, MemorySearchResult.MaxWarnings) : (_hits, request.Top);
        // What went wrong is told only where the query's own words are in it; demoted records that tell of nothing wrong are hits no more.
        if (isWarning && candidate.Lexical <= 0)
            return RejectionReasons.BelowCut;
        if (list.Count < most && list.Exists(taken => Duplicates.AreSame(taken, candidate)))
            return RejectionReasons.Duplicate;
        if (list.Count >= most)
            return RejectionReasons.BelowCut;
        list.Add(candidate);
        return null;
    }
}
