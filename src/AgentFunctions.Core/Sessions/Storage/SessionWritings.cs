using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>In which sessions messages were appended or slots written in a run by others than the run: noted in the run's partition before it is written, and gone with the run.</summary>
internal sealed class SessionWritings(IDocumentStore store)
{
    private const string Prefix = "slots:";

    public async ValueTask NoteAsync(string tenantId, string runId, StoredSession session, CancellationToken cancellationToken)
    {
        var entry = new StoredSessionEntry { Agent = session.Agent, Team = session.Team, Session = session.Id, Epoch = session.Epoch, StartedAt = session.StartedAt };
        var write = new DocumentWrite(Prefix + SessionDocuments.IndexId(session.Agent, session.Id, session.Epoch), JsonSerializer.SerializeToUtf8Bytes(entry, SessionJson.Default.StoredSessionEntry));
        await store.CreateAsync(RunDocuments.RunPartition(tenantId, runId), write, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredSessionEntry>> OfRunAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        List<StoredSessionEntry> entries = [];
        var query = new DocumentQuery(IdPrefix: Prefix);
        do
        {
            var page = await store.QueryAsync(RunDocuments.RunPartition(tenantId, runId), query, cancellationToken);
            entries.AddRange(page.Items.Select(static document => JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return entries;
    }
}
