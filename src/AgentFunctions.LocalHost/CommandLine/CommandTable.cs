using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.LocalHost.CommandLine.Commands;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>Every command, in the order of the help.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<ICommand> All { get; } =
    [
        new NewAgentCommand(), new ValidateCommand(), new DiffCommand(), new ApplyCommand(), new ExportCommand(), new TestCommand(),
        new DemoToolsCommand(),
        new BackupCommand(BackupCommands.BackupAsync),
        new RestoreCommand(static (data, backup, cancellationToken) => BackupCommands.RestoreAsync(data, backup, Hooks(), cancellationToken)),
    ];

    /// <summary>The command that the first words name, and how many words that are.</summary>
    public static (ICommand Command, int Words)? Find(IReadOnlyList<string> args)
    {
        foreach (var command in All)
        {
            var words = command.Spec.Name.Split(' ');
            if (args.Take(words.Length).SequenceEqual(words)) return (command, words.Length);
        }

        return null;
    }

    private static RestoreHooks Hooks() => new() { Migrations = DataMigrations.All(TimeProvider.System) };
}
