using System.Buffers;

namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>Sorts the lines of a log by template: a line whose words with digits are masked. Linear; at most 2,000 templates, beyond which a line stands for itself.</summary>
internal static class LogFold
{
    public const int MostTemplates = 2_000;

    private static readonly SearchValues<string> Errors = SearchValues.Create(["error", "exception", "fatal", "fail", "panic", "critical", "traceback", "denied", "timeout"], StringComparison.OrdinalIgnoreCase);

    public static bool IsError(ReadOnlySpan<char> line) => line.ContainsAny(Errors);

    /// <summary>The templates in the order of their first lines.</summary>
    public static List<LogTemplate> Fold(string text)
    {
        List<LogTemplate> templates = [];
        Dictionary<(ulong Mask, bool IsError), LogTemplate> known = [];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].TrimEnd();
            if (line.IsEmpty) continue;
            var key = (LogWords.Mask(line), IsError(line));
            if (known.TryGetValue(key, out var template))
            {
                template.Add(line.ToString());
            }
            else
            {
                template = new LogTemplate(line.ToString(), key.Item2);
                templates.Add(template);
                if (known.Count < MostTemplates) known[key] = template;
            }
        }

        return templates;
    }
}
