using System.Collections.Frozen;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Words that say how a question is asked, or nothing: not searched for.</summary>
internal static class StopWords
{
    private const string List =
        """
        a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing down during each few for from further had has have having he her here hers
        herself him himself his how i if in into is it its itself just me more most my myself no nor not now of off on once only or other our ours out over own same she should so some such than that the their theirs them
        themselves then there these they this those through to too under until up us very was we were what when where which while who whom whose why will with would you your yours yourself
        s t re ve ll d m don isn didn doesn wasn weren couldn wouldn hasn haven
        like kind kinds type likely might many much long ever since happen happened hey hi thanks wow yeah oh ok okay lot really thing things get let name mentioned mention
        """;

    private static readonly FrozenSet<string> All = List.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => All.Contains(word);
}
