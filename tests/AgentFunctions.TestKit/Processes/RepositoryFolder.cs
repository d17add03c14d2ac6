namespace AgentFunctions.TestKit.Processes;

/// <summary>Finds files of the repository from a test's output folder.</summary>
public static class RepositoryFolder
{
    public static string Root { get; } = FindRoot();

    /// <summary>A built assembly of a project under <c>src</c> or <c>tests</c>, of the same configuration as the running tests.</summary>
    public static string Assembly(string parent, string project)
    {
        var parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Combine(Root, parent, project, "bin", parts[^2], parts[^1], project + ".dll");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AgentFunctions.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository root was not found above the test's output folder.");
        return folder;
    }
}
