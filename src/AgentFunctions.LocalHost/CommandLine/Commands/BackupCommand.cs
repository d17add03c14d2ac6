using AgentFunctions.Embedded.Backups;
using AgentFunctions.LocalHost.CommandLine.Output;
using AgentFunctions.LocalHost.CommandLine.Parsing;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>Copies a data folder while hosts run on it.</summary>
/// <param name="run">Data folder, target folder, whether to include the keys.</param>
internal sealed class BackupCommand(Func<string, string, bool, CancellationToken, Task<CommandOutcome>> run) : ICommand
{
    public CommandSpec Spec { get; } = new(
        "backup",
        [],
        "copy a data folder, also while it is in use",
        [
            new OptionSpec("--data", "DIR", "data folder (default .agentfunctions under the current folder)"),
            new OptionSpec("--to", "DIR", "folder to write, which must not exist or be empty (required)"),
            new OptionSpec("--include-keys", null, "copy the key files too: whoever has such a backup has every secret"),
        ])
    {
        Notes = "Exit code: 0 written, 1 failed, 2 wrong usage.",
    };

    public async Task<int> RunAsync(ParsedOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var data = context.FullPath(options["--data"] ?? LocalHostArguments.DefaultDataFolder);
        var target = context.FullPath(options["--to"] ?? throw CommandException.Usage("--to is missing: name the folder to write."));
        if (FolderPair.IsWithin(target, data)) throw CommandException.Usage("--to lies within the data folder: name a folder elsewhere.");
        var outcome = await run(data, target, options.Has("--include-keys"), cancellationToken);
        return await OutcomeOutput.WriteAsync(outcome, context);
    }
}
