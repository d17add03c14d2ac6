using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>
/// Whether the path of an open store file still leads to that file. An open connection works on after its file was deleted or moved: it would confirm what no other process sees and take writes that
/// nobody will ever read. Comes right by itself when the same file is back; another file in its place is not what this process knows.
/// </summary>
internal sealed class StoreFilePresence(StoreFileSettings settings)
{
    /// <summary>How long a reader may trust the last look; a look costs about a microsecond.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromMilliseconds(200);
    private readonly FileIdentity? _opened = FileIdentity.Of(settings.Path);
    private long _lastSeen = TimeProvider.System.GetTimestamp();

    /// <summary>For readers: looks at most every 200 ms while all is well, and every time while it is not.</summary>
    /// <exception cref="DocumentStoreUnavailableException">The file is not there, or another one is.</exception>
    public void Require()
    {
        if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lastSeen)) >= Trusted)
            RequireNow();
    }

    /// <summary>For writers, and behind every connection that is opened: looks now.</summary>
    /// <inheritdoc cref="Require"/>
    public void RequireNow()
    {
        var looked = TimeProvider.System.GetTimestamp();
        if (!File.Exists(settings.Path))
            throw new DocumentStoreUnavailableException($"The store file '{settings.Name}' was removed while this process had it open. Nothing is read or written until it is back; restore it and start again.");
        if (_opened is { } opened && FileIdentity.Of(settings.Path) is { } found && found != opened)
            throw new DocumentStoreUnavailableException($"The store file '{settings.Name}' was replaced by another while this process had it open. Nothing is read or written; start this process again to use the new one.");
        Volatile.Write(ref _lastSeen, looked);
    }
}
