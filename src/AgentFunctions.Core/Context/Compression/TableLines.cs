using System.Buffers;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Lines and cells of tables.</summary>
internal static class TableLines
{
    private static readonly SearchValues<char> Rules = SearchValues.Create("-+|=: ");

    /// <summary>A line that is drawn between rows. One dash in each cell is that below the names of the columns only; elsewhere it says that nothing is known.</summary>
    /// <param name="line">The line, without blanks around it.</param>
    /// <param name="isSecond">It is the second of the table.</param>
    public static bool IsRule(ReadOnlySpan<char> line, bool isSecond)
    {
        if (line.IndexOfAnyExcept(Rules) >= 0 || line.IndexOfAny('-', '=') < 0) return false;
        return isSecond || line.Contains("--", StringComparison.Ordinal) || line.Contains("==", StringComparison.Ordinal) || line.Contains("-+", StringComparison.Ordinal);
    }

    /// <summary>The line without the bar at its beginning and the one at its end: further ones stand for empty cells.</summary>
    public static ReadOnlySpan<char> Inner(ReadOnlySpan<char> line)
    {
        if (line.StartsWith('|')) line = line[1..];
        return line.EndsWith('|') ? line[..^1] : line;
    }
}
