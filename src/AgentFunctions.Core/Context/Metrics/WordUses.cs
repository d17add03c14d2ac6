using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Metrics;

/// <summary>Where the assistant last used a telling word, in what it said or in a call.</summary>
internal static class WordUses
{
    /// <summary>The index of the last message that has a word, by its hash.</summary>
    public static Dictionary<ulong, int> Of(IReadOnlyList<ContextItem> items)
    {
        Dictionary<ulong, int> lastUse = [];
        foreach (var item in items.Where(static item => item.Role == "assistant"))
        {
            foreach (var word in new TellingWords(item.Text)) lastUse[word] = item.Index;
            foreach (var call in item.Calls)
            {
                foreach (var word in new TellingWords(call.Arguments)) lastUse[word] = item.Index;
            }
        }

        return lastUse;
    }
}
