using AgentFunctions.Embedded.Files;

namespace AgentFunctions.Embedded.Backups;

/// <summary>
/// The folder a backup is written into: <c>{name}.partial</c>, which gets its name when everything is on the disk. So what bears the name is whole. The lock in it is an open file; a killed process leaves
/// none, and the next backup of that name begins by clearing what was left.
/// </summary>
internal sealed class BackupTarget : IDisposable
{
    public const string PartialSuffix = ".partial";
    private const string LockName = ".lock";
    private readonly string _final;
    private readonly FileStream _lock;
    private bool _isCommitted;

    private BackupTarget(string final, string partial, FileStream held) => (_final, Folder, _lock) = (final, partial, held);

    /// <summary>Where to write.</summary>
    public string Folder { get; }

    /// <exception cref="IOException">Something is there already, or another process is writing it.</exception>
    public static BackupTarget Begin(string folder)
    {
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(final) ?? throw new IOException($"{final} cannot hold a backup. Name a folder that does not exist yet.");
        if (File.Exists(final) || (Directory.Exists(final) && Directory.EnumerateFileSystemEntries(final).Any()))
            throw new IOException($"{final} exists and is not empty. Name a folder that does not exist yet.");
        OwnerOnlyFolder.Create(parent);
        var partial = final + PartialSuffix;
        OwnerOnlyFolder.Create(partial);
        var held = TryLock(partial) ?? throw new IOException($"Another process is writing a backup to {final}. Wait for it, or name another folder.");
        Clear(partial);
        return new BackupTarget(final, partial, held);
    }

    /// <summary>Removes an unfinished backup unless its process still lives.</summary>
    public static void RemoveAbandoned(string partial)
    {
        using var held = TryLock(partial);
        if (held is not null)
            Directory.Delete(partial, recursive: true);
    }

    /// <summary>Everything written is on the disk already; now it gets its name.</summary>
    public void Commit()
    {
        FolderFlush.Flush(Folder);
        // An empty folder that was there before.
        if (Directory.Exists(_final))
            Directory.Delete(_final);
        if (OperatingSystem.IsWindows())
            _lock.Dispose();
        Directory.Move(Folder, _final);
        FolderFlush.Flush(Path.GetDirectoryName(_final)!);
        _isCommitted = true;
        _lock.Dispose();
        File.Delete(Path.Combine(_final, LockName));
    }

    public void Dispose()
    {
        if (_isCommitted)
            return;
        if (OperatingSystem.IsWindows())
            _lock.Dispose();
        Directory.Delete(Folder, recursive: true);
        _lock.Dispose();
    }

    private static FileStream? TryLock(string partial)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(Path.Combine(partial, LockName), options);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Clear(string partial)
    {
        foreach (var file in Directory.EnumerateFiles(partial))
        {
            if (Path.GetFileName(file) != LockName)
                File.Delete(file);
        }
    }
}
