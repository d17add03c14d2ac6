using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>Creates the data folder and its files for their owner alone.</summary>
internal static class StoreFolder
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates an empty file with mode 0600, or tightens the mode of an existing one. SQLite gives its -wal and -shm files the same mode.</summary>
    public static void CreateFile(string path)
    {
        try
        {
            Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DocumentStoreUnavailableException(
                $"The store file '{Path.GetFileName(path)}' cannot be created or opened in '{Path.GetDirectoryName(path)}'; name a folder that this user may write.", exception);
        }
    }

    private static void Create(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        // An existing folder keeps its mode: it may be a mount, or hold more than the store.
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerFolder);
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (OperatingSystem.IsWindows())
        {
            using var file = new FileStream(path, options);
            return;
        }
        if (File.Exists(path))
        {
            // Never open and close a database that this process has open: on POSIX closing any handle of a file drops the process's locks on it.
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~OwnerFile) != 0)
                File.SetUnixFileMode(path, OwnerFile);
            return;
        }
        options.UnixCreateMode = OwnerFile;
        options.Mode = FileMode.CreateNew;
        try
        {
            using var created = new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it in between.
        }
    }
}
