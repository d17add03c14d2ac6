namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>A command cannot go on for a reason its user can mend; the message is all that is printed.</summary>
internal sealed class CommandException : Exception
{
    public CommandException()
    {
    }

    public CommandException(string message)
        : base(message)
    {
    }

    public CommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public int ExitCode { get; private init; } = ExitCodes.Failed;

    /// <summary>The command line itself is wrong.</summary>
    public static CommandException Usage(string message) => new(message) { ExitCode = ExitCodes.Usage };
}
