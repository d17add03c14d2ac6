using System.Collections.Frozen;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Words that often begin a sentence, and names of days and months: capitals that name nobody.</summary>
internal static class OrdinaryWords
{
    private const string List =
        """
        Yes No Sure Great Good Nice Cool Awesome Amazing Absolutely Definitely Totally Congrats Congratulations Sorry Please Maybe Perhaps Well So Now Today Yesterday Tomorrow Last Next Also Still Let Here There My Our Your It Its
        They We You He She This That These Those Is Are Was Were Do Does Did Have Has Had Can Could Will Would Should Got Going Been Glad Happy Love Thank Hello Bye Take Keep See Look Just Looking Sounds Haha Aw Aww Hmm Right True
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Remember Note Use Every Each Some Any All One Two
        """;

    private static readonly FrozenSet<string> All = List.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string word) => All.Contains(word);
}
