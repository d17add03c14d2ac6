namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>What the work of a command says and leaves with: lines go to standard output for 0, else to standard error.</summary>
internal sealed record CommandOutcome(int ExitCode, IReadOnlyList<string> Lines)
{
    public async Task<int> WriteAsync(CommandContext context)
    {
        var writer = ExitCode == ExitCodes.Done ? context.Out : context.Error;
        foreach (var line in Lines) await writer.WriteLineAsync(Output.Printable.Of(line));
        return ExitCode;
    }
}
