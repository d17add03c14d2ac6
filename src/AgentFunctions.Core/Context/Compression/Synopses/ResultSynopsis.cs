using System.Globalization;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>
/// Says what a result holds without being it: its shape with the names of its fields, counts, and key facts (ids, numbers, dates, states, errors), each taken verbatim from it. Nothing is said that is
/// not in the result.
/// </summary>
internal static class ResultSynopsis
{
    /// <summary>How many characters a token is taken to be where a text is cut to a number of tokens: few, as facts are mostly numbers.</summary>
    public const int CharsPerToken = 3;

    private const int LineChars = 240;

    /// <param name="item">The result.</param>
    /// <param name="handle">Its handle.</param>
    /// <param name="tokens">What it may cost, about.</param>
    /// <param name="returns">How it comes back, with what stands before it.</param>
    public static string Of(ContextItem item, string handle, int tokens, string returns)
    {
        var result = item.Result!;
        var chars = tokens * CharsPerToken;
        var body = result.Kind switch
        {
            TextKind.Json => JsonSynopsis.Of(result, chars, item.Source.UsedFields),
            TextKind.Log => LogSynopsis.Of(result.Text, chars),
            TextKind.Table => TableSynopsis.Of(result.Text, chars),
            TextKind.Code => CodeSynopsis.Of(result.Text, chars),
            TextKind.Page => PageSynopsis.Of(result, chars),
            _ => ProseSummary.Of(result.Text, chars),
        };
        return string.Create(CultureInfo.InvariantCulture, $"[{handle}: synopsis of {Origin(item)}, {item.TextTokens} tokens{returns}]\n{body}");
    }

    /// <summary>One line: the names of the fields, and how it comes back.</summary>
    public static string Line(ContextItem item, string handle, string returns)
    {
        var result = item.Result!;
        var names = result.Kind switch
        {
            TextKind.Json => JsonSynopsis.Shape(result, LineChars),
            TextKind.Log => LogSynopsis.Shape(result.Text, LineChars),
            TextKind.Table => TableSynopsis.Shape(result.Text, LineChars),
            TextKind.Code => CodeSynopsis.Of(result.Text, LineChars),
            TextKind.Page => PageSynopsis.Headings(result, LineChars),
            _ => ProseSummary.Of(result.Text, LineChars / 2),
        };
        return $"[{handle}: {Origin(item)}, cleared{returns}] {names}";
    }

    private static string Origin(ContextItem item) => item.Call?.Name is { } name ? $"the result of {TextCut.Short(name, 64)}" : "a result";
}
