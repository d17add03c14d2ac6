using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups.Restoring;

namespace AgentFunctions.Embedded.Backups;

/// <summary>The commands <c>backup</c> and <c>restore</c>. Both work while hosts run on the data folder.</summary>
public static class BackupCommands
{
    /// <summary><c>backup --data DIR --to DIR [--include-keys]</c></summary>
    public static Task<CommandOutcome> BackupAsync(string dataFolder, string targetFolder, bool includeKeys, CancellationToken cancellationToken) => ReportAsync(async () =>
    {
        var written = await BackupWriter.WriteAsync(dataFolder, targetFolder, new BackupOptions { IncludeKeys = includeKeys }, cancellationToken);
        return [$"Backed up {dataFolder} (data format {written.DataFormat}) to {targetFolder}: {string.Join(", ", written.Files.Select(file => file.Name))}.", written.Note];
    });

    /// <summary><c>restore --data DIR --from DIR</c>. Killed on the way, the same command goes on.</summary>
    public static Task<CommandOutcome> RestoreAsync(string dataFolder, string backupFolder, RestoreHooks hooks, CancellationToken cancellationToken) => ReportAsync(async () =>
    {
        var report = await RestoreRunner.RunAsync(dataFolder, backupFolder, hooks, cancellationToken);
        return
        [
            $"Restored {dataFolder} from {backupFolder}: {string.Join(", ", report.Files)}.",
            .. report.Before is null ? Array.Empty<string>() : [$"The state before is kept in {report.Before}."],
            .. report.Notes,
        ];
    });

    private static async Task<CommandOutcome> ReportAsync(Func<Task<IReadOnlyList<string>>> run)
    {
        try
        {
            return new CommandOutcome(0, await run());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DocumentStoreUnavailableException)
        {
            return new CommandOutcome(1, [exception.Message]);
        }
    }
}
