namespace AgentFunctions.LocalHost.Data;

/// <summary>Lets one process at a time prepare a data folder. The lock is the open file itself, so a killed process leaves none behind.</summary>
internal sealed class FolderLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process held it for 30 s.</exception>
    public static async Task<FolderLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }

        throw new StartupException($"Another process has held {path} for {Patience.TotalSeconds} s while starting. Stop it, or name another folder with --data.");
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
