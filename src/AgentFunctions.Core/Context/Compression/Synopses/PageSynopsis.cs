using System.Text;
using AgentFunctions.Core.Context.Compression.Pages;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>The title and headings of a page and the sentences that say most.</summary>
internal static class PageSynopsis
{
    public static string Of(ResultText result, int chars)
    {
        var text = new PageText(result.Text).Read();
        var headings = Headings(text, chars / 3);
        return $"page: {headings}\n{ProseSummary.Of(text, chars - headings.Length)}";
    }

    public static string Headings(ResultText result, int chars) => Headings(new PageText(result.Text).Read(), chars);

    private static string Headings(string text, int chars)
    {
        var output = new StringBuilder();
        var first = true;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            if (!first && !line.StartsWith("#")) continue;
            if (output.Length + line.Length > chars) break;
            if (!first) output.Append("; ");
            output.Append(line.Trim("# "));
            first = false;
        }

        return output.ToString();
    }
}
