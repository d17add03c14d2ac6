namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>What surrounds a command.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="CurrentFolder">Relative paths begin here.</param>
/// <param name="ReadVariable">Reads an environment variable.</param>
internal sealed record CommandContext(TextWriter Out, TextWriter Error, string CurrentFolder, Func<string, string?> ReadVariable)
{
    public static CommandContext OfProcess() => new(Console.Out, Console.Error, Environment.CurrentDirectory, Environment.GetEnvironmentVariable);

    public string FullPath(string path) => Path.GetFullPath(path, CurrentFolder);
}
