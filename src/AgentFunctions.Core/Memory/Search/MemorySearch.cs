using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Queries;
using AgentFunctions.Core.Memory.Search.Ranking;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>
/// Searches the memory of one agent: candidates by words (and vectors where there are), ranked by declared signals. Deterministic: the same records, query and time give the same result. Nothing is written: whoever gives
/// hits out notes their use.
/// </summary>
public sealed class MemorySearch(IMemoryCandidates candidates, TimeProvider time, MemorySearchWeights weights, IEmbedder? embedder = null)
{
    /// <summary>Records whose turns around are read.</summary>
    private const int Central = 30;

    /// <summary>Records that are read and scored for a search.</summary>
    private const int Scored = 120;

    /// <summary>Records that are asked for when somebody wants to know what was left out.</summary>
    private const int LeftOut = 20;

    private static readonly MemoryState[] Given = [MemoryState.Active, MemoryState.Demoted];
    private static readonly MemoryState[] Kept = [.. Enum.GetValues<MemoryState>().Except(Given)];

    /// <summary>Never fails for what a query says; a query without a word that could be found has no hits.</summary>
    /// <exception cref="Documents.DocumentStoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="MemorySearchRequest.Top"/> is not 1 to 100.</exception>
    public async ValueTask<MemorySearchResult> SearchAsync(MemorySearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Top, 100);
        var asOf = request.AsOf ?? time.GetUtcNow();
        var query = QueryReader.Read(request.Query, asOf);
        var vectors = new VectorSignal(embedder, request.TenantId, request.Agent);
        var vector = await vectors.OfQueryAsync(request.Query, cancellationToken);
        var filter = Filter(request, query, vector, vectors.Model);
        var found = await candidates.FindAsync(filter, cancellationToken);
        var ranker = new Ranker(query, found.Statistics, weights, asOf);
        var records = found.Candidates.Select(candidate => new RankedRecord(candidate.Record, candidate.Words)).ToList();
        var central = ranker.RankWords(records).Take(Central).ToList();
        await AddRelatedAsync(filter, central, records, cancellationToken);
        await vectors.MeasureAsync(central, records, found.Candidates, cancellationToken);
        var selection = new Selection(request, weights, asOf);
        selection.Take(ranker.Rank(records));
        if (request.ListsRejected)
            await AddLeftOutAsync(filter, request, selection, cancellationToken);
        var explain = new MemoryQueryExplanation(query.Terms, query.Names, ranker.Speakers, query.From, query.To, query.AsksForTime, records.Count, vectors.IsUsed);
        return new MemorySearchResult(selection.Hits, selection.Warnings, selection.Rejected, explain);
    }

    private static CandidateQuery Filter(MemorySearchRequest request, MemoryQuery query, ReadOnlyMemory<float>? vector, string? model) => new()
    {
        TenantId = request.TenantId,
        Agent = request.Agent,
        Terms = query.Terms,
        Entities = query.Names,
        Vector = vector,
        VectorModel = model,
        Kinds = request.Kinds,
        States = Given,
        SessionId = request.SessionId,
        MaxConfidentiality = request.MaxConfidentiality,
        MinIntegrity = request.MinIntegrity,
        HeldAt = request.AsOf,
        Subject = request.Subject is { } subject ? SubjectNames.Fold(subject) : null,
        From = query.From,
        To = query.To,
        Top = Scored,
    };

    /// <summary>The turns around the best records, and what these link to: the filter holds for them as well.</summary>
    private async ValueTask AddRelatedAsync(CandidateQuery filter, List<RankedRecord> central, List<RankedRecord> records, CancellationToken cancellationToken)
    {
        var known = records.Select(ranked => ranked.Record.Id).ToHashSet(StringComparer.Ordinal);
        var related = new RelatedQuery
        {
            TenantId = filter.TenantId,
            Agent = filter.Agent,
            Kinds = filter.Kinds,
            States = filter.States,
            MaxConfidentiality = filter.MaxConfidentiality,
            MinIntegrity = filter.MinIntegrity,
            HeldAt = filter.HeldAt,
            Subject = filter.Subject,
            Turns = Surroundings.Around(central),
            Ids = [.. central.SelectMany(ranked => ranked.Record.Links).Select(link => link.TargetId).Where(id => !known.Contains(id)).Distinct(StringComparer.Ordinal)],
            Known = known,
        };
        if (related.Turns.Count == 0 && related.Ids.Count == 0)
            return;
        foreach (var record in await candidates.ReadRelatedAsync(related, cancellationToken))
        {
            if ((filter.SessionId is null || record.SessionId == filter.SessionId) && known.Add(record.Id))
                records.Add(new RankedRecord(record));
        }
    }

    /// <summary>Searches again for what the filter kept out, and for nothing else: mostly few records, so that it costs little. Labels that the reader may not see stay unseen unless asked for: that a record matches tells of its content.</summary>
    private async ValueTask AddLeftOutAsync(CandidateQuery filter, MemorySearchRequest request, Selection selection, CancellationToken cancellationToken)
    {
        var wider = filter with
        {
            States = request.ListsWithheld ? Enum.GetValues<MemoryState>() : Kept,
            MaxConfidentiality = request.ListsWithheld ? Confidentiality.Restricted : request.MaxConfidentiality,
            MinIntegrity = request.ListsWithheld ? Integrity.Untrusted : request.MinIntegrity,
            HeldAt = null,
            Vector = null,
            From = null,
            To = null,
            Top = LeftOut,
        };
        foreach (var candidate in (await candidates.FindAsync(wider, cancellationToken)).Candidates)
        {
            if (!filter.Admits(candidate.Record) && candidate.Lexical > 0)
                selection.Reject(candidate.Record.Id, Given.Contains(candidate.Record.State) ? RejectionReasons.Label : RejectionReasons.State);
        }
    }
}
