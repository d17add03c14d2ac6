using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Core.Memory.Search.Ranking;

/// <summary>The signals that come from other records: the turns around, the session as a whole, links.</summary>
internal static class Surroundings
{
    /// <summary>How many turns away a turn still counts.</summary>
    public const int Reach = 2;

    /// <summary>What a turn at an offset adds. An answer follows its question, so the turn before says the most; they add up to 1.</summary>
    private static readonly (int Offset, double Share)[] Shares = [(-1, 0.5), (1, 0.25), (-2, 0.17), (2, 0.08)];

    /// <summary>Turns around the best records, as few ranges as possible.</summary>
    public static IReadOnlyList<TurnRange> Around(IEnumerable<RankedRecord> best)
    {
        var ranges = new List<TurnRange>();
        var turns = best.Where(ranked => ranked.Record is { SessionId: not null, Turn: not null }).Select(ranked => (Session: ranked.Record.SessionId!, Turn: ranked.Record.Turn!.Value));
        foreach (var (session, turn) in turns.Distinct().OrderBy(turn => turn.Session, StringComparer.Ordinal).ThenBy(turn => turn.Turn))
        {
            var (first, last) = (Math.Max(0, turn - Reach), turn > int.MaxValue - Reach ? int.MaxValue : turn + Reach);
            if (ranges.Count > 0 && ranges[^1].SessionId == session && ranges[^1].Last >= first - 1)
                ranges[^1] = ranges[^1] with { Last = last };
            else
                ranges.Add(new TurnRange(session, first, last));
        }
        return ranges;
    }

    public static void MeasureNeighbours(IReadOnlyList<RankedRecord> records)
    {
        var places = new Dictionary<(string Session, int Turn), double>();
        foreach (var ranked in records)
        {
            if (ranked.Record is { SessionId: { } session, Turn: { } turn })
                places[(session, turn)] = Math.Max(places.GetValueOrDefault((session, turn)), ranked.Lexical);
        }
        foreach (var ranked in records)
        {
            if (ranked.Record is { SessionId: { } session, Turn: { } turn })
                ranked.Values[MemorySignals.Neighbours] = Shares.Sum(share => share.Share * places.GetValueOrDefault((session, turn + share.Offset)));
        }
    }

    /// <summary>How many of the query's words a session has anywhere, those that few sessions have counting more; against the best session.</summary>
    public static void MeasureSessions(IReadOnlyList<RankedRecord> records, LexicalScorer scorer)
    {
        var sessions = records.Where(ranked => ranked.Record.SessionId is not null).GroupBy(ranked => ranked.Record.SessionId!, StringComparer.Ordinal)
            .Select(session => (Records: session.ToList(), Words: scorer.Terms.Where(term => session.Any(ranked => ranked.Words.Weight(term.Key) > 0)).Select(term => term.Key).ToHashSet(StringComparer.Ordinal)))
            .ToList();
        var rarities = scorer.Terms.ToDictionary(term => term.Key, term => Rarity(sessions.Count(session => session.Words.Contains(term.Key)), sessions.Count), StringComparer.Ordinal);
        var sums = sessions.ConvertAll(session => scorer.Terms.Sum(term => session.Words.Contains(term.Key) ? rarities[term.Key] : 0));
        var best = sums.Count == 0 ? 0 : sums.Max();
        for (var i = 0; best > 0 && i < sessions.Count; i++)
        {
            foreach (var ranked in sessions[i].Records)
                ranked.Values[MemorySignals.Session] = sums[i] / best;
        }
    }

    /// <summary>As well as the best record matches that it links to, or that links to it.</summary>
    public static void MeasureLinks(IReadOnlyList<RankedRecord> records)
    {
        var byId = records.ToDictionary(ranked => ranked.Record.Id, StringComparer.Ordinal);
        foreach (var ranked in records)
        {
            foreach (var link in ranked.Record.Links)
            {
                if (!byId.TryGetValue(link.TargetId, out var target) || target == ranked)
                    continue;
                Raise(target, ranked.Lexical);
                Raise(ranked, target.Lexical);
            }
        }
    }

    private static void Raise(RankedRecord ranked, double by)
    {
        if (by > 0)
            ranked.Values[MemorySignals.Links] = Math.Max(ranked.Value(MemorySignals.Links), by);
    }

    private static double Rarity(int frequency, int all) => Math.Log(1 + (all - frequency + 0.5) / (frequency + 0.5));
}
