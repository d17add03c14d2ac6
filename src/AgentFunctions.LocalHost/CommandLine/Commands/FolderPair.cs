namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Two folders that must not hold each other.</summary>
internal static class FolderPair
{
    public static bool IsWithin(string inner, string outer) =>
        (Path.TrimEndingDirectorySeparator(inner) + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
