namespace AgentFunctions.Benchmarks.Processes;

/// <summary>This checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("No AgentFunctions.sln above the benchmark.");
    }
}
