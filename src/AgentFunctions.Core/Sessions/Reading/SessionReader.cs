using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Reading;

/// <summary>Finds, lists and ends sessions.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class SessionReader
{
    private readonly IDocumentStore _store;
    private readonly SessionStore _sessions;
    private readonly SessionPurge _purge;
    private readonly SessionBinder _binder;

    internal SessionReader(IDocumentStore store, SessionStore sessions, SessionPurge purge, SessionBinder binder) => (_store, _sessions, _purge, _binder) = (store, sessions, purge, binder);

    /// <summary>The session; null where there is none, where it has ended, and where it is of an agent of that name in another team.</summary>
    public async ValueTask<OpenSession?> FindAsync(SessionBinding binding, CancellationToken cancellationToken) => (await _sessions.FindAsync(binding, cancellationToken))?.Open;

    /// <summary>Sessions of an agent, the latest begun first.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="team">Its team now.</param>
    /// <param name="cursor">Of the page before; null: the first. One that is no cursor gives null.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<SessionPage?> ListAsync(string tenantId, string agent, string? team, string? cursor, int limit, CancellationToken cancellationToken)
    {
        List<OpenSession> items = [];
        var continuation = cursor;
        do
        {
            var query = new DocumentQuery(DocumentFilter.Equal("agent", agent), OrderBy: "startedAt", Descending: true, Limit: limit - items.Count, Continuation: continuation);
            DocumentPage page;
            try
            {
                page = await _store.QueryAsync(SessionDocuments.IndexPartition(tenantId), query, cancellationToken);
            }
            catch (DocumentLimitException) when (continuation == cursor && cursor is not null)
            {
                return null;
            }

            foreach (var document in page.Items)
            {
                var entry = JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!;

                // It may have ended, or another of its name begun.
                if (await FindAsync(new SessionBinding(tenantId, agent, team, entry.Session), cancellationToken) is { } session && session.Epoch == entry.Epoch) items.Add(session);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null && items.Count < limit);
        return new SessionPage(items, continuation);
    }

    /// <summary>Ends a session and deletes everything in it; false where there is none.</summary>
    public async ValueTask<bool> DeleteAsync(SessionBinding binding, CancellationToken cancellationToken)
    {
        if (await _sessions.FindAsync(binding, cancellationToken) is not { } state) return false;
        var entry = new StoredSessionEntry { Agent = binding.Agent, Session = binding.SessionId, Epoch = state.Epoch, StartedAt = state.Session.StartedAt };

        // From here on nothing of it is found. Its entry stays until the upkeep has looked once more, for what was on its way.
        await _store.DeleteAsync(state.Partition, SessionDocuments.SessionId, null, cancellationToken);
        _binder.Forget(binding);
        await _purge.EmptyAsync(binding.TenantId, entry, cancellationToken);
        return true;
    }
}
