using System.Text.RegularExpressions;

namespace AgentFunctions.Http.Tests.Resources;

/// <summary>Answers made comparable: without what differs by chance and the ids that were asked for.</summary>
internal static partial class AnswerText
{
    public static string Without(string text, params IReadOnlyList<string> ids) => ids.Aggregate(Chance().Replace(text, "#"), (current, id) => current.Replace(id, "#", StringComparison.Ordinal));

    [GeneratedRegex("req_[0-9a-f]{32}")]
    private static partial Regex Chance();
}
