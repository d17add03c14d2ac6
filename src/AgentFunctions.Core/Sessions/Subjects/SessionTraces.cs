using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Subjects;

/// <summary>What a run answered in its session, and what its contexts left out, which may quote what it was told. What it was asked stays.</summary>
internal sealed class SessionTraces(IDocumentStore store, IPayloadStore payloads, HandlePurge handles) : IRunTraces
{
    private const string Answer = "assistant";

    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        if (run.Agent.Length == 0) return;
        if (run.Session is not { } session)
        {
            await handles.OfNoSessionAsync(tenantId, run.Agent, run.Subject, cancellationToken);
            return;
        }

        var query = new DocumentQuery(DocumentFilter.And(DocumentFilter.Equal("agent", run.Agent), DocumentFilter.Equal("session", session)));
        do
        {
            var page = await store.QueryAsync(SessionDocuments.IndexPartition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) await EraseAsync(tenantId, run, JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!, cancellationToken);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private async ValueTask EraseAsync(string tenantId, StoredRun run, StoredSessionEntry entry, CancellationToken cancellationToken)
    {
        await handles.OfSessionAsync(tenantId, entry.Agent, OpenSession.HandlesOf(entry.Session, entry.Epoch), cancellationToken);
        var partition = SessionDocuments.Partition(tenantId, entry.Agent, entry.Session);
        var query = new DocumentQuery(DocumentFilter.And(DocumentFilter.Equal("by", MessageAuthors.Run(run.Id)), DocumentFilter.Equal("role", Answer)), IdPrefix: SessionDocuments.MessagePrefix(entry.Epoch));
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items)
            {
                // Its content first: without the message nobody would know of it.
                var message = StoredMessages.Of(document);
                if (PayloadReferences.Find(message.Message) is { } reference) await payloads.RemoveAsync(tenantId, SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, message.Subject), reference, cancellationToken);
                await MessageErasing.EraseAsync(store, partition, entry.Epoch, message, document.ETag, cancellationToken);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
