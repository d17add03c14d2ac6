using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions;

/// <summary>
/// Binds calls to sessions: a new id of an agent begins one. A session is nobody else's and is never refused, so what is known of it stays known, and most calls cost nothing; now and then, about a hundred times in the idle
/// time, one writes that it is still in use. A session that is not used ceases to exist after the idle time.
/// </summary>
public sealed class SessionBinder
{
    private const int MaxSessions = 100_000;

    private readonly ConcurrentDictionary<SessionBinding, long> _writtenAt = new();
    private readonly SessionStore _store;

    internal SessionBinder(SessionStore store) => _store = store;

    /// <summary>The call belongs to the session from here on.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It could not be begun; refuse the call.</exception>
    public ValueTask BindAsync(SessionBinding binding, CancellationToken cancellationToken) =>
        _writtenAt.TryGetValue(binding, out var written) && _store.Now - written < _store.WriteInterval ? ValueTask.CompletedTask : WriteAsync(binding, cancellationToken);

    /// <summary>It was ended: the next call begins another.</summary>
    internal void Forget(SessionBinding binding) => _writtenAt.TryRemove(binding, out _);

    private async ValueTask WriteAsync(SessionBinding binding, CancellationToken cancellationToken)
    {
        var state = await _store.OpenAsync(binding, cancellationToken);

        // Forgetting costs a read for each session that is still in use, once in a very long while.
        if (_writtenAt.Count >= MaxSessions) _writtenAt.Clear();
        _writtenAt[binding] = state.Session.LastSeenAt;
    }
}
