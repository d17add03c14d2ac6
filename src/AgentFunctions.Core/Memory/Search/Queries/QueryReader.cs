using System.Text.RegularExpressions;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Core.Memory.Times;

namespace AgentFunctions.Core.Memory.Search.Queries;

/// <summary>Reads a query. Anything can be one; what is no word means nothing.</summary>
internal static partial class QueryReader
{
    public static MemoryQuery Read(string text, DateTimeOffset asOf)
    {
        if (text.Length > MemorySearchRequest.MaxQueryLength)
            text = text[..MemorySearchRequest.MaxQueryLength];
        var terms = TextWords.Split(text).Where(word => !StopWords.Contains(word)).Select(WordForms.BaseOf).Distinct(StringComparer.Ordinal).Take(CandidateQuery.MaxTerms).ToList();
        var names = EntityNames.In(text).SelectMany(TextWords.Split).Where(terms.Contains).Distinct(StringComparer.Ordinal).ToList();
        var times = TimeReader.Read(text, asOf);
        var from = times.Count == 0 ? (DateTimeOffset?)null : times.Min(time => time.From);
        var to = times.Count == 0 ? (DateTimeOffset?)null : times.Max(time => time.To);
        return new MemoryQuery(terms, names, from, to, AsksForTime().IsMatch(text)) { Handles = PersonNames.HandlesIn(text) };
    }

    [GeneratedRegex(@"\b(when|how long|what (date|day|month|year|time)|which (date|day|month|year)|how many (days|weeks|months|years))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex AsksForTime();
}
