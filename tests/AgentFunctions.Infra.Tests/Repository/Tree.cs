namespace AgentFunctions.Infra.Tests.Repository;

/// <summary>The files of this checkout, found from where the tests run.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    public static string Absolute(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Absolute(relative));

    /// <summary>Relative paths, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Absolute(folder), pattern, SearchOption.AllDirectories)
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or "node_modules"))
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No AgentFunctions.sln above '{AppContext.BaseDirectory}'.");
    }
}
