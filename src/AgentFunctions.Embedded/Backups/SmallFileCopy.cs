namespace AgentFunctions.Embedded.Backups;

/// <summary>Copies a key file or a record: whole or not at all, readable by its owner only.</summary>
internal static class SmallFileCopy
{
    public static void Copy(string source, string target)
    {
        var draft = $"{target}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(File.ReadAllBytes(source));
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, target, overwrite: true);
    }
}
