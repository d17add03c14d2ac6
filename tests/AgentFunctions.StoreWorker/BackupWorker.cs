using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;

namespace AgentFunctions.StoreWorker;

/// <summary>Backs up or restores a folder at the test's word, which kills it on the way.</summary>
internal static class BackupWorker
{
    public static Task<int> BackUpAsync(string folder, string target) => RunAsync(() => BackupCommands.BackupAsync(folder, target, includeKeys: true, CancellationToken.None));

    public static Task<int> RestoreAsync(string folder, string backup) =>
        RunAsync(() => BackupCommands.RestoreAsync(folder, backup, new RestoreHooks { Migrations = DataMigrations.All(TimeProvider.System) }, CancellationToken.None));

    private static async Task<int> RunAsync(Func<Task<CommandOutcome>> work)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var report = await work();
        foreach (var line in report.Lines)
            await Console.Out.WriteLineAsync(line);
        return report.ExitCode;
    }
}
