using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Restore;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// Brings a backup back into a data folder, also while host processes run on it. First the present state is backed up; then file after file is replaced. Killed at any point, the same command goes on where it
/// was; until then no host starts on the folder.
/// </summary>
internal static class RestoreRunner
{
    private const string ControlPlaneFile = "documents.db";

    /// <exception cref="InvalidDataException">It is no backup, or damaged.</exception>
    /// <exception cref="DocumentStoreUnavailableException">Backup or folder are newer than this version, or a live file cannot be written.</exception>
    public static async Task<RestoreReport> RunAsync(string dataFolder, string backupFolder, RestoreHooks hooks, CancellationToken cancellationToken)
    {
        var (folder, backup) = (Path.GetFullPath(dataFolder), Path.GetFullPath(backupFolder));
        var description = await BackupReader.VerifyAsync(backup, cancellationToken);
        OwnerOnlyFolder.Create(folder);
        await using var alone = await FolderLock.TakeAsync(folder, cancellationToken);
        if (DataFolderFormat.Find(folder) is { } format && format > DataFolderFormat.Current)
            throw DataFolderFormat.TooNew(folder, format);
        var marker = await BeginAsync(folder, backup, description, hooks.Time, cancellationToken);
        foreach (var name in FilesOf(folder, description).Where(name => !marker.FilesDone.Contains(name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var notes = RestoreFile(folder, description, marker, name, hooks);
            marker = marker with { FilesDone = [.. marker.FilesDone, name], Notes = [.. marker.Notes, .. notes] };
            marker.Write(folder);
        }

        var keys = RestoredKeys.Install(folder, backup, description, marker.Before);
        DataFolderFormat.Reset(folder, description.DataFormat, hooks.Time.GetUtcNow());
        marker = marker with { Phase = RestoreMarker.Done, FinishedAt = hooks.Time.GetUtcNow(), Notes = [.. marker.Notes, .. keys] };
        marker.Write(folder);
        var migrated = await MigrateAsync(folder, description.DataFormat, hooks, cancellationToken);
        marker = marker with { Notes = [.. marker.Notes, .. migrated] };
        marker.Write(folder);
        return new RestoreReport(marker.FilesDone, marker.Before, marker.Notes);
    }

    /// <summary>The marker of the restore to go on with, or a new one once the present state is safe.</summary>
    private static async Task<RestoreMarker> BeginAsync(string folder, string backup, BackupDescription description, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = RestoreMarker.Read(folder);
        if (last is { IsUnfinished: true } && last.Backup == backup)
            return last;
        var damaged = new List<string>();
        // What an unfinished restore left is no state to keep; the one before it is kept already.
        var before = last is { IsUnfinished: true } ? last.Before : await BackUpAsync(folder, damaged, time, cancellationToken);
        var marker = new RestoreMarker
        {
            Id = Guid.NewGuid().ToString("N"),
            Backup = backup,
            BackupCreatedAt = description.CreatedAt,
            StartedAt = time.GetUtcNow(),
            Phase = RestoreMarker.Copying,
            FilesDone = [],
            Before = before,
            // Those it got to are sound by now, and what was taken away is in them.
            Damaged = last is { IsUnfinished: true } ? [.. last.Damaged.Except(last.FilesDone, StringComparer.Ordinal)] : damaged,
        };
        marker.Write(folder);
        return marker;
    }

    private static async Task<string?> BackUpAsync(string folder, List<string> damaged, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Directory.EnumerateFiles(folder, "*.db").Any())
            return null;
        var target = BackupFolders.Next(folder, "before-restore", time.GetUtcNow());
        await BackupWriter.WriteAsync(folder, target, new BackupOptions { IncludeKeys = true, Time = time, LeaveOutDamaged = damaged.Add }, cancellationToken);
        return target;
    }

    /// <summary>The control plane last: when its new epoch shows, everything else is in place.</summary>
    private static List<string> FilesOf(string folder, BackupDescription description) =>
        description.Files.Where(file => file.IsStore).Select(file => file.Name)
            .Union(Directory.EnumerateFiles(folder, "*.db").Select(path => Path.GetFileName(path)), StringComparer.Ordinal)
            .OrderBy(name => name == ControlPlaneFile).ThenBy(name => name, StringComparer.Ordinal)
            .ToList();

    private static List<string> RestoreFile(string folder, BackupDescription description, RestoreMarker marker, string name, RestoreHooks hooks)
    {
        var notes = new List<string>();
        var live = Path.Combine(folder, name);
        if (marker.Damaged.Contains(name))
            DamagedFile.MoveAside(live, marker.Id, notes);
        var copy = description.Files.Any(file => file.Name == name) ? Path.Combine(marker.Backup, name) : null;
        var kept = StoreFileRestore.Run(live, copy, marker.Id, (before, after) =>
        {
            if (name != ControlPlaneFile)
                return [];
            var context = new RestoreContext { Before = before, After = after, Journal = new FileRestrictionJournal(folder).Read(), Now = hooks.Time.GetUtcNow() };
            foreach (var repair in (IRestoreRepair[])[new ControlPlaneRepair(), new RestrictionRepair(), .. hooks.Repairs])
                repair.Repair(context);
            return [.. context.Notes];
        });
        return [.. notes, .. kept];
    }

    private static async Task<IReadOnlyList<string>> MigrateAsync(string folder, int format, RestoreHooks hooks, CancellationToken cancellationToken)
    {
        if (format == DataFolderFormat.Current)
            return [];
        if (hooks.Migrations.Count == 0)
            return [$"The backup has data format {format}: stop the hosts that run on the folder and start one, which migrates it to format {DataFolderFormat.Current}."];
        await using var store = new SqliteDocumentStore(Options.Create(new SqliteStoreOptions { DataDirectory = folder }), hooks.Time, NullLogger<SqliteDocumentStore>.Instance);
        await DataFolderFormat.PrepareAsync(folder, hooks.Migrations, store, hooks.Time, cancellationToken);
        return [$"The backup had data format {format}; its documents were migrated to format {DataFolderFormat.Current}."];
    }
}
