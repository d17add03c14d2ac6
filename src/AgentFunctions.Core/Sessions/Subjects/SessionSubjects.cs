using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Sessions.Subjects;

/// <summary>
/// What sessions hold of people: what was said or written on their behalf (<c>x-end-user</c>). Erased, a message keeps its place and its sequence, and a slot its version, without content; what contexts of the session left out is
/// deleted, since it may quote it.
/// </summary>
internal sealed class SessionSubjects(IDocumentStore store, IPayloadStore payloads, SessionErasing erasing, HandlePurge handles) : ISubjectData
{
    public string Name => "sessions";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(scope, cancellationToken))
        {
            var owner = SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, scope.Subject);
            await foreach (var document in DocumentsAsync(scope, entry, cancellationToken))
            {
                // The latest version of a slot is there twice.
                if (document.Id[0] == 's') continue;
                var (kind, content) = document.Id[0] == 'm' ? ("message", StoredMessages.Of(document).Message) : ("slot", SlotReader.Stored(document).Value);
                if (await payloads.ResolveAsync(scope.TenantId, owner, content, cancellationToken) is { } whole) yield return new SubjectItem(kind, entry.Agent, whole);
            }
        }
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        await foreach (var entry in EntriesAsync(scope, cancellationToken))
        {
            var found = new List<Document>();
            await foreach (var document in DocumentsAsync(scope, entry, cancellationToken)) found.Add(document);
            if (found.Count == 0) continue;
            await payloads.PurgeAsync(scope.TenantId, SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, scope.Subject), cancellationToken);
            await handles.OfSessionAsync(scope.TenantId, entry.Agent, OpenSession.HandlesOf(entry.Session, entry.Epoch), tally, cancellationToken);
            await tally.RemoveAsync(found, document => $"{entry.Agent}/{entry.Session}/{document.Id}/{document.ETag}", document => erasing.EraseAsync(scope.TenantId, entry, document, withPerson: true, cancellationToken), cancellationToken);
        }

        foreach (var agent in scope.Agent is { } only ? [only] : await handles.AgentsAsync(scope.TenantId, cancellationToken)) await handles.OfSubjectAsync(scope, agent, tally, cancellationToken);
    }

    private async IAsyncEnumerable<StoredSessionEntry> EntriesAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(scope.Agent is { } agent ? DocumentFilter.Equal("agent", agent) : null);
        do
        {
            var page = await store.QueryAsync(SessionDocuments.IndexPartition(scope.TenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                var entry = JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!;
                if (!scope.IsOfOneTeam || scope.Reaches(entry.Team ?? await TeamOfAsync(scope.TenantId, entry, cancellationToken))) yield return entry;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>Of a session that goes on; entries of an earlier version do not say it, nor do those of agents in no team.</summary>
    private async ValueTask<string?> TeamOfAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken) =>
        (await store.ReadAsync(SessionDocuments.Partition(tenantId, entry.Agent, entry.Session), SessionDocuments.SessionId, cancellationToken)).Document is { } document
            && StoredSession.Read(document) is { } session && session.Epoch == entry.Epoch ? session.Team : null;

    private async IAsyncEnumerable<Document> DocumentsAsync(SubjectScope scope, StoredSessionEntry entry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in SessionDocuments.Kinds)
        {
            var query = new DocumentQuery(DocumentFilter.Equal("subject", scope.Subject), IdPrefix: $"{kind}:{entry.Epoch}:");
            do
            {
                var page = await store.QueryAsync(SessionDocuments.Partition(scope.TenantId, entry.Agent, entry.Session), query, cancellationToken);
                foreach (var document in page.Items) yield return document;
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }
    }
}
