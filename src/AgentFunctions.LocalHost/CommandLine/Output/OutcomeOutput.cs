using AgentFunctions.Embedded.Backups;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>Prints what the work of a command says.</summary>
internal static class OutcomeOutput
{
    /// <returns>The exit code.</returns>
    public static async Task<int> WriteAsync(CommandOutcome outcome, CommandContext context)
    {
        var writer = outcome.ExitCode == ExitCodes.Done ? context.Out : context.Error;
        foreach (var line in outcome.Lines) await writer.WriteLineAsync(Printable.Of(line));
        return outcome.ExitCode;
    }
}
