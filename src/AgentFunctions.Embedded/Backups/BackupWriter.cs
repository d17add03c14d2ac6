using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents.Sqlite;
using AgentFunctions.Embedded.Files;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.Embedded.Backups;

/// <summary>
/// Copies a data folder while host processes run on it. Each store file is copied as of one moment; the files follow one another, so what was written to two of them at once may be in one copy only.
/// A process killed meanwhile leaves no backup, never half of one.
/// </summary>
internal static class BackupWriter
{
    /// <exception cref="IOException">The target exists and is not empty, or cannot be written.</exception>
    /// <exception cref="DocumentStoreUnavailableException">A store file cannot be read, or there is none.</exception>
    public static async Task<BackupDescription> WriteAsync(string dataFolder, string targetFolder, BackupOptions options, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataFolder) || !Directory.EnumerateFiles(dataFolder, "*.db").Any())
            throw new DocumentStoreUnavailableException($"{dataFolder} holds no data. Name the data folder of the instance.");
        RestoreMarker.RequireFinished(dataFolder);
        // Read first: migrations run again on documents that are migrated already, but not the other way round.
        var format = DataFolderFormat.Find(dataFolder) ?? DataFolderFormat.Current;
        using var target = BackupTarget.Begin(targetFolder);
        var files = new List<BackupFile>();
        foreach (var name in CopyStores(dataFolder, target.Folder, options, cancellationToken).Concat(CopySmall(dataFolder, target.Folder, options.IncludeKeys)))
            files.Add(await DescribeAsync(target.Folder, name, cancellationToken));
        var description = new BackupDescription
        {
            Layout = BackupDescription.CurrentLayout,
            CreatedAt = options.Time.GetUtcNow(),
            Product = DataFolderFormat.Product,
            DataFormat = format,
            IncludesKeys = options.IncludeKeys,
            SecretsKeyDigest = KeyFiles.SecretsDigest(dataFolder),
            Note = options.IncludeKeys ? BackupDescription.WithKeys : BackupDescription.WithoutKeys,
            Files = files,
        };
        OwnerOnlyFile.Write(Path.Combine(target.Folder, BackupDescription.FileName), JsonSerializer.Serialize(description, DataFolderJson.Default.BackupDescription));
        cancellationToken.ThrowIfCancellationRequested();
        target.Commit();
        return description;
    }

    private static IEnumerable<string> CopyStores(string dataFolder, string target, BackupOptions options, CancellationToken cancellationToken)
    {
        foreach (var name in Directory.EnumerateFiles(dataFolder, "*.db").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryCopy(Path.Combine(dataFolder, name), Path.Combine(target, name), options.LeaveOutDamaged))
                yield return name;
        }
    }

    private static bool TryCopy(string source, string target, Action<string>? leaveOut)
    {
        try
        {
            return StoreFileCopy.TryCopy(source, target);
        }
        catch (SqliteException exception) when (leaveOut is not null && StoreFileCopy.IsDamage(exception))
        {
            File.Delete(target);
            leaveOut(Path.GetFileName(source));
            return false;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToUnavailable(exception, Path.GetFileName(source));
        }
    }

    private static IEnumerable<string> CopySmall(string dataFolder, string target, bool includeKeys)
    {
        string[] names = includeKeys ? [DataFolderFormat.FileName, .. KeyFiles.All] : [DataFolderFormat.FileName];
        foreach (var name in names.Where(name => File.Exists(Path.Combine(dataFolder, name))))
        {
            SmallFileCopy.Copy(Path.Combine(dataFolder, name), Path.Combine(target, name));
            yield return name;
        }
    }

    private static async Task<BackupFile> DescribeAsync(string folder, string name, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        stream.Flush(flushToDisk: true);
        return new BackupFile(name, stream.Length, Convert.ToHexStringLower(hash));
    }
}
