using AgentFunctions.Embedded.Backups;
using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Puts a backup in the place of a data folder's state.</summary>
/// <param name="run">Data folder, folder of the backup.</param>
internal sealed class RestoreCommand(Func<string, string, CancellationToken, Task<CommandOutcome>> run) : ICommand
{
    public CommandSpec Spec { get; } = new(
        "restore",
        [],
        "put a backup in the place of a data folder's state; revocations since then stay",
        [
            new OptionSpec("--data", "DIR", "data folder to restore (required: its state is replaced)"),
            new OptionSpec("--from", "DIR", "folder that backup wrote (required)"),
        ])
    {
        Notes = "Exit code: 0 restored, 1 failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var data = context.FullPath(options["--data"] ?? throw CommandException.Usage("--data is missing: name the folder whose state is to be replaced."));
        var backup = context.FullPath(options["--from"] ?? throw CommandException.Usage("--from is missing: name the folder that backup wrote."));
        var outcome = await run(data, backup, cancellationToken);
        return await OutcomeOutput.WriteAsync(outcome, context);
    }
}
