using System.Runtime.InteropServices;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>Which file a path leads to: device and inode, which stay when it is written and change when another file takes its place. .NET does not tell them.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const uint InodeWanted = 0x100;

    /// <summary>Null where the system does not tell (Windows, where an open database cannot be replaced) or the path leads nowhere.</summary>
    public static FileIdentity? Of(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return StatX(CurrentFolder, path, 0, InodeWanted, out var found) == 0 ? new FileIdentity(((ulong)found.Major << 32) | found.Minor, found.Inode) : null;
            if (OperatingSystem.IsMacOS())
            {
                var result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? StatOnArm(path, out var status) : StatOnIntel(path, out status);
                return result == 0 ? new FileIdentity(status.Device, status.Inode) : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than statx: whether the path leads anywhere is checked all the same.
        }
        return null;
    }

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out LinuxStatus status);

    [DllImport("libc", EntryPoint = "stat", BestFitMapping = false)]
    private static extern int StatOnArm([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out MacStatus status);

    [DllImport("libc", EntryPoint = "stat$INODE64", BestFitMapping = false)]
    private static extern int StatOnIntel([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out MacStatus status);

    /// <summary>struct statx of linux/stat.h, the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct LinuxStatus
    {
        [FieldOffset(32)]
        public readonly ulong Inode;

        [FieldOffset(136)]
        public readonly uint Major;

        [FieldOffset(140)]
        public readonly uint Minor;
    }

    /// <summary>The beginning of struct stat of sys/stat.h with 64-bit inodes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct MacStatus
    {
        [FieldOffset(0)]
        public readonly uint Device;

        [FieldOffset(8)]
        public readonly ulong Inode;
    }
}
