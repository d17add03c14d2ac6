using System.Runtime.InteropServices;

namespace AgentFunctions.Embedded.Files;

/// <summary>Puts the names in a folder on the disk: without it a file created or renamed there may be gone after a power loss, however well its content was written. .NET has no call for it.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Does what the system allows; some file systems refuse, and Windows needs none of it.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            return;
        _ = Synchronise(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Synchronise(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
