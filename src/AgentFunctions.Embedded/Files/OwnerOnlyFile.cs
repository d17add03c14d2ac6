using System.Text;

namespace AgentFunctions.Embedded.Files;

/// <summary>A small text file that only its owner can read, written whole or not at all.</summary>
public static class OwnerOnlyFile
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The text without surrounding white space; null when the file is missing or empty.</summary>
    public static string? Read(string path) => File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Replaces the file. A process killed in between leaves the old content.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        Create(temporary, text);
        File.Move(temporary, path, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes the file unless another process did so first; answers what it holds in the end.</summary>
    /// <exception cref="InvalidDataException">The file exists and is empty.</exception>
    public static string ReadOrWrite(string path, Func<string> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Read(path) is { } existing) return existing;
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        Create(temporary, create());
        FileClaim.Take(temporary, path);
        return Read(path) ?? throw new InvalidDataException($"{path} is empty. Delete it and start again.");
    }

    private static void Create(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerReadWrite;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.UTF8.GetBytes(text + Environment.NewLine));
        stream.Flush(flushToDisk: true);
    }
}
