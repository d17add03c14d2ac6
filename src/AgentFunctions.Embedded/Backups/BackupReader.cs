using System.Security.Cryptography;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents.Sqlite;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.Embedded.Backups;

/// <summary>Checks a backup before anything is made of it.</summary>
internal static class BackupReader
{
    /// <summary>Reads the description and checks every file: there, whole, of a format this version reads, and sound as a database.</summary>
    /// <exception cref="InvalidDataException">It is no backup, or damaged; the message names the file.</exception>
    /// <exception cref="DocumentStoreUnavailableException">It is newer than this version.</exception>
    public static async Task<BackupDescription> VerifyAsync(string folder, CancellationToken cancellationToken)
    {
        var description = Describe(folder);
        foreach (var file in description.Files)
            await VerifyFileAsync(folder, file, cancellationToken);
        return description;
    }

    private static BackupDescription Describe(string folder)
    {
        if (Path.TrimEndingDirectorySeparator(folder).EndsWith(BackupTarget.PartialSuffix, StringComparison.Ordinal))
            throw new InvalidDataException($"{folder} is a backup that was cut short. Use another, or make it again.");
        BackupDescription description;
        try
        {
            description = DataFolderJson.Read(Path.Combine(folder, BackupDescription.FileName), DataFolderJson.Default.BackupDescription)
                ?? throw new InvalidDataException($"{folder} is not a backup: it has no {BackupDescription.FileName}. A backup that was cut short is named *{BackupTarget.PartialSuffix}.");
        }
        catch (InvalidDataException exception) when (exception.InnerException is not null)
        {
            throw new InvalidDataException($"The backup {folder} is damaged: {BackupDescription.FileName} cannot be read. Use another backup.", exception);
        }
        if (description.Layout > BackupDescription.CurrentLayout || description.DataFormat > DataFolderFormat.Current)
            throw DataFolderFormat.TooNew(folder, description.DataFormat);
        return description;
    }

    private static async Task VerifyFileAsync(string folder, BackupFile file, CancellationToken cancellationToken)
    {
        // The description is data: a name may not lead out of the folder.
        if (file.Name is not { Length: > 0 } || file.Name != Path.GetFileName(file.Name) || file.Name is "." or "..")
            throw Damaged(folder, file.Name, "is not the name of a file");
        var path = Path.Combine(folder, file.Name);
        if (!File.Exists(path))
            throw Damaged(folder, file.Name, "is missing");
        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            if (stream.Length != file.Bytes)
                throw Damaged(folder, file.Name, $"has {stream.Length} bytes instead of {file.Bytes}");
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != file.Sha256)
                throw Damaged(folder, file.Name, "was changed since");
        }
        if (file.IsStore)
            VerifyStore(folder, file.Name);
    }

    private static void VerifyStore(string folder, string name)
    {
        try
        {
            using var connection = StoreConnection.OpenPlain(Path.Combine(folder, name), SqliteOpenMode.ReadOnly, StoreFileCopy.BusyTimeout);
            if (connection.QueryInt64("PRAGMA application_id") != StoreSchema.ApplicationId)
                throw Damaged(folder, name, "is not a store file");
            if (connection.QueryInt64("PRAGMA user_version") > StoreSchema.Current)
                throw DataFolderFormat.TooNew(folder, (int)connection.QueryInt64("PRAGMA user_version"));
            if (connection.QueryText("PRAGMA integrity_check(1)") is var verdict and not "ok")
                throw Damaged(folder, name, $"fails its check: {verdict}");
        }
        catch (SqliteException exception)
        {
            throw new InvalidDataException($"The backup {folder} is damaged: {name} cannot be read. Use another backup.", exception);
        }
    }

    private static InvalidDataException Damaged(string folder, string? name, string what) => new($"The backup {folder} is damaged: {name} {what}. Use another backup.");
}
