using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>A command beside the server.</summary>
internal interface ICommand
{
    CommandSpec Spec { get; }

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="CommandException">It cannot go on; the message is printed.</exception>
    Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken);
}
