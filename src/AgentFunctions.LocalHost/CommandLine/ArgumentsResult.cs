namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>Exactly one is set: the arguments, or a text to print and the exit code to leave with (0 for help, 2 for a mistake).</summary>
internal sealed record ArgumentsResult(LocalHostArguments? Arguments, string? Text, int ExitCode)
{
    public static ArgumentsResult Run(LocalHostArguments arguments) => new(arguments, null, 0);

    public static ArgumentsResult Print(string text) => new(null, text, 0);

    public static ArgumentsResult Mistake(string text) => new(null, text + Environment.NewLine + "Run with --help for the options.", 2);
}
