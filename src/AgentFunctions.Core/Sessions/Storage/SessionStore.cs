using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>Begins and continues sessions, and lists them.</summary>
internal sealed class SessionStore
{
    private const int Attempts = 16;
    private const int WritesInIdleTime = 100;

    private readonly IDocumentStore _store;
    private readonly TimeProvider _time;

    public SessionStore(IDocumentStore store, IOptions<RunsOptions> options, TimeProvider time)
    {
        // The store counts in whole seconds.
        (_store, _time, Idle) = (store, time, TimeSpan.FromSeconds(Math.Ceiling(options.Value.SessionIdleTimeout.TotalSeconds)));
        WriteInterval = (long)(Idle / WritesInIdleTime).TotalMilliseconds;
    }

    /// <summary>A session that is not used for this long ceases to exist.</summary>
    public TimeSpan Idle { get; }

    /// <summary>Milliseconds after which it is written that a session is still in use.</summary>
    public long WriteInterval { get; }

    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The session of that name; null where there is none. What an agent of that name did in another team is not continued.</summary>
    public async ValueTask<SessionState?> FindAsync(SessionBinding binding, CancellationToken cancellationToken) =>
        await ReadAsync(binding, cancellationToken) is { State: { } state } && state.Session.Team == binding.Team ? state : null;

    /// <summary>The session of that name, begun where there is none.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It could not be begun.</exception>
    public async ValueTask<SessionState> OpenAsync(SessionBinding binding, CancellationToken cancellationToken)
    {
        var partition = SessionDocuments.Partition(binding.TenantId, binding.Agent, binding.SessionId);
        for (var i = 0; i < Attempts; i++)
        {
            var now = Now;
            var (state, found) = await ReadAsync(binding, cancellationToken);
            if (state is not null && state.Session.Team == binding.Team && now - state.Session.LastSeenAt < WriteInterval) return state;
            var session = state is not null && state.Session.Team == binding.Team ? state.Session with { LastSeenAt = now } : New(binding, now);

            // First: a session that is not listed would never be cleared away.
            if (session.Epoch != state?.Epoch) await ListAsync(binding.TenantId, session, cancellationToken);
            var write = Write(session);
            var written = found is null ? await _store.CreateAsync(partition, write, cancellationToken) : await _store.ReplaceAsync(partition, write, found.ETag, cancellationToken);
            if (written.Document is { } document && written.IsOk) return new SessionState(binding.TenantId, session, document.ETag);
        }

        throw new DocumentStoreUnavailableException("The session is being written by others all the time.");
    }

    /// <summary>Writes a session together with what is added to it.</summary>
    public async ValueTask<BatchResult> WriteAsync(SessionState state, StoredSession session, IReadOnlyList<BatchOperation> more, CancellationToken cancellationToken) =>
        await _store.ExecuteBatchAsync(state.Partition, [new BatchOperation.Replace(Write(session with { LastSeenAt = Now }), state.ETag), .. more], cancellationToken);

    private async ValueTask<(SessionState? State, Document? Document)> ReadAsync(SessionBinding binding, CancellationToken cancellationToken)
    {
        var partition = SessionDocuments.Partition(binding.TenantId, binding.Agent, binding.SessionId);
        var document = (await _store.ReadAsync(partition, SessionDocuments.SessionId, cancellationToken)).Document;
        return document is null ? default : (new SessionState(binding.TenantId, StoredSession.Read(document), document.ETag), document);
    }

    private async ValueTask ListAsync(string tenantId, StoredSession session, CancellationToken cancellationToken)
    {
        var entry = new StoredSessionEntry { Agent = session.Agent, Team = session.Team, Session = session.Id, Epoch = session.Epoch, StartedAt = session.StartedAt };
        var write = new DocumentWrite(SessionDocuments.IndexId(session.Agent, session.Id, session.Epoch), JsonSerializer.SerializeToUtf8Bytes(entry, SessionJson.Default.StoredSessionEntry));
        await _store.UpsertAsync(SessionDocuments.IndexPartition(tenantId), write, cancellationToken);
    }

    private DocumentWrite Write(StoredSession session) => new(SessionDocuments.SessionId, session.ToBytes(), Idle);

    private static StoredSession New(SessionBinding binding, long now) => new()
    {
        Id = binding.SessionId,
        Agent = binding.Agent,
        Team = binding.Team,
        Epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        StartedAt = now,
        LastSeenAt = now,
        Staying = 0,
    };
}
