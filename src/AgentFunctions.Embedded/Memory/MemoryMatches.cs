using System.Runtime.InteropServices;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Memory;

/// <summary>
/// Rows of one agent by their words. The work is bounded whatever is asked and however often a word occurs: all words together walk at most <see cref="Budget"/> entries. A word in more records than its share is read for the
/// latest of them only; older records are still found by a rarer word of the query, or by two such words together.
/// </summary>
internal sealed class MemoryMatches(StoreConnection connection, IReadOnlyList<(long From, long To)> ranges, long records, string? person)
{
    /// <summary>Entries of the lists of words that one search walks.</summary>
    private const int Budget = 10_000;

    /// <summary>Frequent words that are looked for in pairs, and how many records of each pair.</summary>
    private const int Paired = 3;
    private const int PairLimit = 400;

    private readonly Dictionary<string, long> _frequencies = new(StringComparer.Ordinal);
    private readonly Dictionary<long, double> _scores = [];

    public IReadOnlyDictionary<string, long> Frequencies => _frequencies;

    /// <summary>The rows whose words are the rarest together; of equal ones the latest.</summary>
    public List<long> Best(int count)
    {
        var best = new PriorityQueue<long, (double Score, long Row)>(count);
        foreach (var (row, score) in _scores)
        {
            if (best.Count < count)
                best.Enqueue(row, (score, row));
            else if (best.TryPeek(out _, out var least) && (score > least.Score || (score == least.Score && row > least.Row)))
                best.DequeueEnqueue(row, (score, row));
        }
        return [.. best.UnorderedItems.Select(static item => item.Element)];
    }

    /// <param name="terms">Folded words in their base form.</param>
    /// <param name="only">Only these rows; null: all.</param>
    public void Find(IReadOnlyList<string> terms, IReadOnlySet<long>? only)
    {
        if (terms.Count == 0)
            return;
        var share = Budget / terms.Count;
        _scores.EnsureCapacity((int)Math.Min(records, Budget));
        var frequent = new List<(string Term, double Rarity)>();
        foreach (var term in terms)
        {
            var rows = new List<long>();
            var isAll = Read(Match(term), share, rows);
            var frequency = isAll ? rows.Count : Math.Max(rows.Count, Estimate(rows));
            _frequencies[term] = frequency;
            var rarity = new LexicalStatistics(records, 1, _frequencies).Rarity(term);
            Count(rows, rarity, only);
            if (!isAll)
                frequent.Add((term, rarity));
        }
        frequent.Sort((x, y) => (y.Rarity, x.Term).CompareTo((x.Rarity, y.Term)));
        for (var i = 0; i < Math.Min(Paired, frequent.Count); i++)
        {
            for (var j = i + 1; j < Math.Min(Paired, frequent.Count); j++)
                FindPair(frequent[i], frequent[j], only);
        }
    }

    private void FindPair((string Term, double Rarity) one, (string Term, double Rarity) other, IReadOnlySet<long>? only)
    {
        var rows = new List<long>();
        Read($"({Match(one.Term)}) AND ({Match(other.Term)})", PairLimit, rows);
        foreach (var row in rows)
        {
            if (only?.Contains(row) != false)
                _scores[row] = Math.Max(_scores.GetValueOrDefault(row), one.Rarity + other.Rarity);
        }
    }

    private void Count(List<long> rows, double rarity, IReadOnlySet<long>? only)
    {
        foreach (var row in rows)
        {
            if (only?.Contains(row) != false)
                CollectionsMarshal.GetValueRefOrAddDefault(_scores, row, out _) += rarity;
        }
    }

    /// <summary>false: there are more.</summary>
    private bool Read(string match, int limit, List<long> rows)
    {
        var statement = connection.Keep("SELECT rowid FROM memory_text WHERE memory_text MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC");
        var of = person is null ? null : $"people : (\"{MemoryRows.WordOf(person)}\" OR \"{MemoryRows.WordOf(MemoryRows.Nobody)}\")";
        foreach (var (from, to) in ranges)
        {
            statement.Bind(1, of is null ? match : $"({match}) AND {of}");
            statement.Bind(2, from);
            statement.Bind(3, to);
            try
            {
                while (statement.Step())
                {
                    if (rows.Count == limit)
                        return false;
                    rows.Add(statement.GetInt64(0));
                }
            }
            finally
            {
                statement.Reset();
            }
        }
        return true;
    }

    /// <summary>By how dense the entries read are among the keys of the range they are in: keys are given in the order of writing.</summary>
    private long Estimate(List<long> rows)
    {
        var latest = MemoryRows.KeyOf(rows[0]);
        var earliest = MemoryRows.KeyOf(rows[^1]);
        var share = Math.Clamp((double)(latest - earliest + 1) / Math.Max(1, latest), 1e-6, 1);
        return (long)Math.Min(records, rows.Count / share);
    }

    /// <summary>Words are letters and digits; in quotes nothing of them is syntax.</summary>
    private static string Match(string term) => string.Join(" OR ", WordForms.Of(term).Select(form => $"\"{form.Replace('"', ' ').Replace('\0', ' ')}\""));
}
