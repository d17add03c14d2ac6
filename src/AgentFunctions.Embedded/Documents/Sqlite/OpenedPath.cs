using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>
/// Whether the path a store file was opened under still leads to it. An open file outlives its name: what is read there may be what others stopped changing (the folder was replaced, a link points elsewhere),
/// what is written there may never be read again, and opening anew would begin an empty store.
/// </summary>
internal sealed class OpenedPath(StoreFileSettings settings)
{
    /// <summary>Far below the freshness of decisions, far above the cost of looking.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string? _target = Target(settings);
    private long _lookedAt = long.MinValue;

    /// <exception cref="DocumentStoreUnavailableException">It does not.</exception>
    public void Require()
    {
        if (!File.Exists(settings.Path))
            throw new DocumentStoreUnavailableException($"The store file '{settings.Name}' was removed while this process had it open. Nothing was read or written. Bring it back, or stop the process, restore the file and start again.");
        if (Target(settings) != _target)
            throw new DocumentStoreUnavailableException($"The folder of the store file '{settings.Name}' is another than the one this process opened. Nothing was read or written. Start the process again.");
    }

    /// <summary>The same for reads, of which there are many: looks only now and then while all is well.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It does not.</exception>
    public void RequireNowAndThen()
    {
        var looked = Volatile.Read(ref _lookedAt);
        if (looked != long.MinValue && TimeProvider.System.GetElapsedTime(looked) < LookEvery)
            return;
        var now = TimeProvider.System.GetTimestamp();
        Require();
        Volatile.Write(ref _lookedAt, now);
    }

    private static string? Target(StoreFileSettings settings)
    {
        try
        {
            return Directory.ResolveLinkTarget(Path.GetDirectoryName(settings.Path)!, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // No folder, or a circle of links: as gone as can be.
            return null;
        }
    }
}
