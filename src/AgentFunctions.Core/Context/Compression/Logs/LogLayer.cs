using System.Globalization;
using System.Text;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>
/// A log folded into templates: a line that came often stands as its first and last, with the count, what its named values are, and the lines whose values are rare. Errors stand verbatim (20 of each template at most).
/// </summary>
internal sealed class LogLayer : ITextLayer
{
    private const int LeastFolded = 3;
    private const int MostSaid = 8;

    public string Reason => DropReasons.Folded;

    public string Says => "log in which lines that differ in values only are counted";

    public string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields)
    {
        var output = new StringBuilder(result.Text.Length / 4);
        foreach (var template in LogFold.Fold(result.Text))
        {
            if (template.IsError) AppendErrors(output, template);
            else if (template.Count < LeastFolded) AppendFew(output, template);
            else AppendFolded(output, template);
        }

        return output.ToString();
    }

    private static void AppendFew(StringBuilder output, LogTemplate template)
    {
        output.Append(template.First).Append('\n');
        if (template.Count == 2) output.Append(template.Last).Append('\n');
    }

    private static void AppendErrors(StringBuilder output, LogTemplate template)
    {
        foreach (var line in template.Lines) output.Append(line).Append('\n');
        if (template.Count == template.Lines.Count) return;
        output.Append(CultureInfo.InvariantCulture, $"  … {template.Count - template.Lines.Count} more like it; of all {template.Count}");
        AppendValues(output, template);
        output.Append(", last: ").Append(template.Last).Append('\n');
    }

    private static void AppendFolded(StringBuilder output, LogTemplate template)
    {
        output.Append(template.First).Append(CultureInfo.InvariantCulture, $"\n  … {template.Count} like it");
        AppendValues(output, template);
        output.Append(", last: ").Append(template.Last).Append('\n');
        foreach (var line in template.RareLines()) output.Append("  among them: ").Append(line).Append('\n');
    }

    private static void AppendValues(StringBuilder output, LogTemplate template)
    {
        var differing = template.Columns.Where(column => column is { Name: not null, Differs: true } || column.IsCategory(template.Count)).ToList();
        foreach (var column in differing.Take(MostSaid)) output.Append(", ").Append(column.Say());
        if (differing.Count > MostSaid) output.Append(CultureInfo.InvariantCulture, $", {differing.Count - MostSaid} more fields vary");
    }
}
