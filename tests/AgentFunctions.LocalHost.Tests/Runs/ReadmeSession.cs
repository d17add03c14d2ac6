using System.Text.RegularExpressions;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>What a section of the README shows of a terminal: lines after <c>$ </c>, each with what it prints. A line <c>...</c> stands for what was left out.</summary>
internal static partial class ReadmeSession
{
    /// <summary>The commands under a heading, in order, with their output.</summary>
    public static IReadOnlyList<(string Command, string Output)> Of(string page, string heading)
    {
        var begin = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"README has no section '{heading}'");
        var end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        var commands = new List<(string Command, string Output)>();
        foreach (var block in page[begin..end].Split("\n```").Where(static (_, index) => index % 2 == 1).Where(static block => block.StartsWith("\n$ ", StringComparison.Ordinal)))
        {
            foreach (var line in block.TrimStart('\n').Split('\n'))
            {
                if (line.StartsWith("$ ", StringComparison.Ordinal)) commands.Add((line[2..], ""));
                else commands[^1] = (commands[^1].Command, (commands[^1].Output + "\n" + line).Trim('\n'));
            }
        }

        return commands;
    }

    /// <summary>Whether the output is what the README shows; ids, times and durations are of each run.</summary>
    public static bool Matches(string shown, string output)
    {
        var pattern = string.Join('\n', Plain(shown).Split('\n').Select(static line => line == "..." ? @"(?:.*\n?)*?" : Regex.Escape(line))).Replace("(?:.*\\n?)*?\n", @"(?:.*\n)*?", StringComparison.Ordinal);
        return Regex.IsMatch(Plain(output), $@"\A{pattern}\n*\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    private static string Plain(string text) => Varying().Replace(text, static varying => varying.Groups["keep"].Value + "#");

    [GeneratedRegex(@"(?<keep>apr_|run_)[0-9a-f]{32}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|(?<keep>after )\d\d:\d\d:\d\d(?:\.\d+)?|(?<keep>\| succeeded \| )\d+(?= \|)|(?<=""digest"": "")[0-9a-f]{64}", RegexOptions.ExplicitCapture)]
    private static partial Regex Varying();
}
