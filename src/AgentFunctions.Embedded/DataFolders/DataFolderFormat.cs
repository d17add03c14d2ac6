using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.Files;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>
/// The format of a data folder, kept in <c>format.json</c>. Newer code migrates older folders forward after a backup; a folder newer than the code is refused. A folder with documents and without the file
/// is of format 1, which knew no such file.
/// </summary>
public static class DataFolderFormat
{
    /// <summary>The format this version writes.</summary>
    public const int Current = 2;

    internal const string FileName = "format.json";
    private const string MarkerName = "migration.json";
    private const string FirstFile = "documents.db";

    /// <summary>Version of this product, as written into the files.</summary>
    internal static string Product { get; } = typeof(DataFolderFormat).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The format of a folder; null for one that holds nothing yet.</summary>
    /// <exception cref="InvalidDataException"><c>format.json</c> is damaged.</exception>
    public static int? Find(string dataFolder) =>
        DataFolderJson.Read(Path.Combine(dataFolder, FileName), DataFolderJson.Default.FormatRecord)?.Format ?? (File.Exists(Path.Combine(dataFolder, FirstFile)) ? 1 : null);

    /// <summary>
    /// Brings the folder to <see cref="Current"/> before anything else uses the store. Killed at any point, the next call goes on; the backup of the folder as it was before is taken once and never replaced.
    /// The caller holds <see cref="FolderLock"/>.
    /// </summary>
    /// <param name="dataFolder">Where the store's files are.</param>
    /// <param name="migrations">One for each format from 1 on.</param>
    /// <param name="store">The store on that folder; not used before this call.</param>
    /// <param name="time">For the records.</param>
    /// <param name="cancellationToken">Ends the wait; the next call goes on.</param>
    /// <exception cref="DocumentStoreUnavailableException">The folder is newer than this version, or a restore of it was cut short.</exception>
    /// <exception cref="InvalidDataException">One of its files is damaged.</exception>
    public static async Task<PreparedFolder> PrepareAsync(
        string dataFolder, IReadOnlyList<IDataMigration> migrations, IDocumentStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        ArgumentNullException.ThrowIfNull(time);
        RestoreMarker.RequireFinished(dataFolder);
        var found = Find(dataFolder);
        if (found > Current)
            throw TooNew(dataFolder, found.Value);
        if (found is not { } from || from == Current)
        {
            if (found is null)
                Write(dataFolder, Current, migratedFrom: null, time.GetUtcNow());
            File.Delete(Path.Combine(dataFolder, MarkerName));
            return new PreparedFolder(Current, null, null);
        }

        var backup = await BackUpOnceAsync(dataFolder, from, time, cancellationToken);
        for (var format = from; format < Current; format++)
        {
            var step = migrations.FirstOrDefault(migration => migration.From == format) ?? throw new InvalidOperationException($"No migration from data format {format} is registered.");
            await step.RunAsync(store, cancellationToken);
        }
        Write(dataFolder, Current, from, time.GetUtcNow());
        File.Delete(Path.Combine(dataFolder, MarkerName));
        return new PreparedFolder(Current, from, backup);
    }

    /// <summary>Says what the folder holds from now on; a backup that was restored may be older. A migration cut short before is none any more.</summary>
    internal static void Reset(string dataFolder, int format, DateTimeOffset now)
    {
        File.Delete(Path.Combine(dataFolder, MarkerName));
        Write(dataFolder, format, migratedFrom: null, now);
    }

    internal static DocumentStoreUnavailableException TooNew(string folder, int format) => new(
        $"The data in {folder} has format {format}; this version of AgentFunctions ({Product}) reads up to {Current}. Start the version that wrote it, or name another folder.");

    private static async Task<string> BackUpOnceAsync(string dataFolder, int from, TimeProvider time, CancellationToken cancellationToken)
    {
        var marker = Path.Combine(dataFolder, MarkerName);
        if (DataFolderJson.Read(marker, DataFolderJson.Default.MigrationMarker) is { } under && under.From == from && Directory.Exists(Path.Combine(dataFolder, BackupFolders.Name, under.Backup)))
            return Path.Combine(dataFolder, BackupFolders.Name, under.Backup);
        var now = time.GetUtcNow();
        var target = BackupFolders.Next(dataFolder, string.Create(CultureInfo.InvariantCulture, $"before-format-{Current}"), now);
        await BackupWriter.WriteAsync(dataFolder, target, new BackupOptions { IncludeKeys = true, Time = time }, cancellationToken);
        var record = new MigrationMarker(from, Current, Path.GetFileName(target), now);
        OwnerOnlyFile.Write(marker, JsonSerializer.Serialize(record, DataFolderJson.Default.MigrationMarker));
        return target;
    }

    private static void Write(string dataFolder, int format, int? migratedFrom, DateTimeOffset now) =>
        OwnerOnlyFile.Write(Path.Combine(dataFolder, FileName), JsonSerializer.Serialize(new FormatRecord(format, Product, migratedFrom, now), DataFolderJson.Default.FormatRecord));
}
