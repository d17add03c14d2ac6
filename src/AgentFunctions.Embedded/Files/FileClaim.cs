using System.Runtime.InteropServices;

namespace AgentFunctions.Embedded.Files;

/// <summary>
/// Gives a finished draft its name unless the name is taken, in one step. On Unix <see cref="File.Move(string, string, bool)"/> looks first and renames then, so that of two processes the later one replaces what the earlier has
/// already read; a hard link (link(2)) is made or refused by the file system itself.
/// </summary>
internal static class FileClaim
{
    /// <summary>Takes the name for the draft, or drops the draft when another was there first. Either way the draft's own name is gone afterwards.</summary>
    /// <returns>Whether the draft has the name.</returns>
    /// <exception cref="IOException">The file system refused, and nobody else has the name.</exception>
    public static bool Take(string draft, string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                return Move(draft, path);
            if (Link(draft, path) == 0)
                return true;
            var error = Marshal.GetLastPInvokeError();
            if (File.Exists(path))
                return false;
            throw new IOException($"{path} could not be made: {Marshal.GetPInvokeErrorMessage(error)}. The data folder must lie on a file system with hard links.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static bool Move(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, BestFitMapping = false)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
