using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions;

/// <summary>
/// Binds calls to sessions: a new id of an agent begins one. A session is nobody else's and is never refused, so what is known of it stays known, and most calls cost nothing; now and then, about a hundred times in the idle
/// time, one writes that it is still in use. A session that is not used ceases to exist after the idle time.
/// </summary>
public sealed class SessionBinder
{
    private const int MaxSessions = 100_000;
    private const int Attempts = 4;
    private const int WritesInIdleTime = 100;

    private readonly ConcurrentDictionary<SessionBinding, long> _writtenAt = new();
    private readonly IDocumentStore _store;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idle;
    private readonly long _interval;

    internal SessionBinder(IDocumentStore store, IOptions<RunsOptions> options, TimeProvider time)
    {
        // The store counts in whole seconds.
        (_store, _time, _idle) = (store, time, TimeSpan.FromSeconds(Math.Ceiling(options.Value.SessionIdleTimeout.TotalSeconds)));
        _interval = (long)(_idle / WritesInIdleTime).TotalMilliseconds;
    }

    /// <summary>The call belongs to the session from here on.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It could not be begun; refuse the call.</exception>
    public ValueTask BindAsync(SessionBinding binding, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return _writtenAt.TryGetValue(binding, out var written) && now - written < _interval ? ValueTask.CompletedTask : WriteAsync(binding, now, cancellationToken);
    }

    private async ValueTask WriteAsync(SessionBinding binding, long now, CancellationToken cancellationToken)
    {
        var partition = SessionDocuments.Partition(binding.TenantId, binding.Agent, binding.SessionId);
        for (var i = 0; i < Attempts; i++)
        {
            var found = (await _store.ReadAsync(partition, SessionDocuments.SessionId, cancellationToken)).Document;
            var session = found is null ? null : StoredSession.Read(found);

            // What an agent of that name did in another team is not continued.
            if (session?.Team != binding.Team) session = null;
            if (session is not null && now - session.LastSeenAt < _interval)
            {
                Note(binding, session.LastSeenAt);
                return;
            }

            session = session is null ? New(binding, now) : session with { LastSeenAt = now };
            var write = new DocumentWrite(SessionDocuments.SessionId, session.ToBytes(), _idle);
            var written = found is null ? await _store.CreateAsync(partition, write, cancellationToken) : await _store.ReplaceAsync(partition, write, found.ETag, cancellationToken);
            if (!written.IsOk) continue;
            Note(binding, now);
            return;
        }

        // Others write it all the time, so it exists and is in use.
    }

    private void Note(SessionBinding binding, long writtenAt)
    {
        // Forgetting costs a read for each session that is still in use, once in a very long while.
        if (_writtenAt.Count >= MaxSessions) _writtenAt.Clear();
        _writtenAt[binding] = writtenAt;
    }

    private static StoredSession New(SessionBinding binding, long now) => new() { Id = binding.SessionId, Agent = binding.Agent, Team = binding.Team, StartedAt = now, LastSeenAt = now };
}
