using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>Lets one process at a time prepare, migrate or restore a data folder. The lock is the open file itself, so a killed process leaves none behind.</summary>
public sealed class FolderLock : IAsyncDisposable
{
    private const string FileName = "startup.lock";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Waits for whoever holds it.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Another process held it for 30 s, or the folder cannot be written.</exception>
    public static async Task<FolderLock> TakeAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataFolder, FileName);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new DocumentStoreUnavailableException($"This user may not write {path}. Name a folder of this user's with --data.", exception);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }

        throw new DocumentStoreUnavailableException(
            $"Another process has held {path} for {Patience.TotalSeconds} s while it started or restored a backup. Wait for it or stop it, or name another folder with --data.");
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
