namespace AgentFunctions.TestKit.Configuration;

/// <summary>A line of a table of settings: its name, what the page says is its default, what it says of it.</summary>
public sealed record SettingRow(string Setting, string Default, string Text)
{
    private const string Begin = "| `";

    /// <summary>The line as a row; null where it is another.</summary>
    public static SettingRow? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!line.StartsWith(Begin, StringComparison.Ordinal) || !line.EndsWith('|')) return null;
        var cells = line[2..^1].Split(" | ", 3);
        return cells.Length == 3 && cells[0].Length > 2 ? new SettingRow(cells[0].Trim('`'), cells[1].Trim(), cells[2].Trim()) : null;
    }

    public override string ToString() => $"{Begin}{Setting}` | {Default} | {Text} |";
}
