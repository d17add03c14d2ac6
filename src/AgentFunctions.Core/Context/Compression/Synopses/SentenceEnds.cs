using System.Buffers;
using System.Collections.Frozen;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>Tells the end of a sentence from a dot within one: of an abbreviation, an initial, the number of an item, a decimal or an id.</summary>
internal static class SentenceEnds
{
    private const int LongestAbbreviation = 8;

    private static readonly SearchValues<char> BeforeWords = SearchValues.Create(" \t\u00A0(\"'[/");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");

    // English, and what is common of German, French, Spanish and Dutch. Words that also end sentences (no., art.) are in the second list.
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        [
            "mr", "mrs", "ms", "mx", "dr", "prof", "hon", "rev", "sr", "jr", "st", "mt", "gen", "col", "capt", "lt", "sgt", "cmdr", "gov", "sen", "rep", "pres", "vs", "etc", "eg", "ie", "cf", "al", "approx", "ca", "est", "incl",
            "excl", "esp", "resp", "dept", "univ", "inc", "ltd", "corp", "bros", "ave", "blvd", "apt", "tel", "fax", "ext", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu",
            "thur", "thurs", "fri", "hr", "hrn", "fr", "bzw", "ggf", "inkl", "evtl", "usw", "str", "nr", "tél", "mme", "mlle", "dhr", "mevr", "mw", "bijv", "dra", "sra", "srta", "ing", "drs", "ir",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> BeforeNumbers = FrozenSet.ToFrozenSet(["no", "nos", "art", "fig", "figs", "sec", "vol", "vols", "ch", "eq", "ref", "ver", "pp", "par", "tab", "pos", "item", "op"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownAbbreviations = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownBeforeNumbers = BeforeNumbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a sentence that begins at one place ends at another.</summary>
    public static bool At(string text, int start, int index)
    {
        if (text[index] is not ('.' or '!' or '?')) return false;
        if (index + 1 < text.Length && !char.IsWhiteSpace(text[index + 1])) return false;
        if (text[index] != '.') return true;
        var next = index + 1;
        while (next < text.Length && text[next] is ' ' or '\t' or '\u00A0') next++;
        if (next >= text.Length || text[next] is '\n' or '\r') return true;
        return !char.IsLower(text[next]) && !IsWithin(text.AsSpan()[start..index], text[next]);
    }

    /// <summary>What stands before the dot, and the first character after it, say that the sentence goes on.</summary>
    private static bool IsWithin(ReadOnlySpan<char> before, char next)
    {
        var word = before[(before.LastIndexOfAny(BeforeWords) + 1)..];
        if (word.IsEmpty) return false;

        // The number of an item or a section, at the beginning of its text: "2. Send it."
        if (word.Length == before.TrimStart().Length && word.IndexOfAnyExcept(OfNumbers) < 0) return true;
        if (word.Length > LongestAbbreviation) return false;

        // Initials, and letters with dots between: "J. Smith", "e.g. ORD-1", "z. B. Berlin".
        var last = word[(word.LastIndexOf('.') + 1)..];
        if (last.Length == 1 && char.IsLetter(last[0]) && !word.SequenceEqual("I")) return true;
        return KnownAbbreviations.Contains(word) || (char.IsDigit(next) && KnownBeforeNumbers.Contains(word));
    }
}
