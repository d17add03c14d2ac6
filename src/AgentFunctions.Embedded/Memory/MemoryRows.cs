using System.Text;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;

namespace AgentFunctions.Embedded.Memory;

/// <summary>
/// Rows of the index are numbered by whose they are and what they are: scope (an agent of a tenant), class (state, confidentiality, integrity, kind), key of the document. So the records that a reader may be given are a few
/// ranges of numbers, the lists of words are walked in those ranges only, and the latest come first when walked backwards.
/// </summary>
internal static class MemoryRows
{
    public const int KeyBits = 36;
    public const int ClassBits = 6;
    public const int ClassesOfState = 12;

    /// <summary>States in the order of their classes: those that searches ask for together are neighbours.</summary>
    public static readonly MemoryState[] States = [MemoryState.Active, MemoryState.Demoted, MemoryState.Superseded, MemoryState.Quarantined, MemoryState.Forgotten];

    /// <summary>Before the words that stand for people. Of private use: the index takes it for a letter, and no word of a query has it.</summary>
    public const char PersonMark = '\uE000';

    /// <summary>The name of nobody.</summary>
    public const string Nobody = "";

    /// <summary>What people are found by in the index of words: their name in hexadecimal digits, so that it is one word whatever is in it.</summary>
    public static string WordOf(string person) => PersonMark + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(person));

    public static long KeyOf(long row) => row & ((1L << KeyBits) - 1);

    /// <summary>The ranges of rows that the filter admits, ends included, the lowest first.</summary>
    public static List<(long From, long To)> Ranges(long scope, MemoryFilter filter)
    {
        var ranges = new List<(long From, long To)>();
        foreach (var number in Classes(filter))
        {
            var from = ((scope << ClassBits) | (long)number) << KeyBits;
            var to = from | ((1L << KeyBits) - 1);
            if (ranges.Count > 0 && ranges[^1].To + 1 == from)
                ranges[^1] = (ranges[^1].From, to);
            else
                ranges.Add((from, to));
        }
        return ranges;
    }

    /// <summary>The numbers of the classes that the filter admits, in order.</summary>
    public static IEnumerable<int> Classes(MemoryFilter filter)
    {
        for (var state = 0; state < States.Length; state++)
        {
            for (var rest = 0; rest < ClassesOfState; rest++)
            {
                var label = new ContentLabel((rest & 2) == 0 ? Integrity.Untrusted : Integrity.Trusted, (Confidentiality)(rest >> 2));
                if (filter.AdmitsClass((rest & 1) == 0 ? MemoryKind.Episodic : MemoryKind.Semantic, States[state], label))
                    yield return state * ClassesOfState + rest;
            }
        }
    }
}
