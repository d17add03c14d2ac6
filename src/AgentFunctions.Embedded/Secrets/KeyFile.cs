using System.Security.Cryptography;
using AgentFunctions.Embedded.Files;

namespace AgentFunctions.Embedded.Secrets;

/// <summary>A random key in a file that only its owner may read. It lies beside the database, not in it: a copied database alone reveals nothing.</summary>
internal static class KeyFile
{
    private const int KeyBytes = 32;

    /// <summary>Reads the key, or makes it on the first start. Safe when several processes start at once.</summary>
    public static byte[] ReadOrCreate(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path)) Create(path);
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw Damaged(path);
    }

    /// <summary>Finds a damaged key before anything needs it. No key yet is fine.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a key.</exception>
    public static void Check(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: not KeyBytes }) throw Damaged(path);
    }

    private static InvalidDataException Damaged(string path) =>
        new($"The key file {path} does not hold {KeyBytes} bytes. Restore it from a backup, or delete it and set every stored secret again.");

    private static void Create(string path)
    {
        // Written aside and linked into place whole, so that nobody ever reads half a key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            stream.Flush(flushToDisk: true);
        }

        FileClaim.Take(draft, path);
    }
}
