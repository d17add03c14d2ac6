using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>Deletes what was in sessions that have ended. Done again it goes on where it was broken off: what says that there is something left goes last.</summary>
internal sealed class SessionPurge(IDocumentStore store, IPayloadStore payloads, HandlePurge handles)
{
    /// <summary>Everything in a session; the session itself is gone already, so nothing is added.</summary>
    public async ValueTask EmptyAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken)
    {
        var partition = SessionDocuments.Partition(tenantId, entry.Agent, entry.Session);

        // Payloads first: the documents say whose they are.
        foreach (var subject in await SubjectsAsync(partition, entry.Epoch, cancellationToken))
            await payloads.PurgeAsync(tenantId, SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, subject), cancellationToken);
        await payloads.PurgeAsync(tenantId, SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, null), cancellationToken);
        foreach (var kind in SessionDocuments.Kinds) await DeleteAsync(partition, $"{kind}:{entry.Epoch}:", cancellationToken);
        await handles.OfSessionAsync(tenantId, entry.Agent, OpenSession.HandlesOf(entry.Session, entry.Epoch), cancellationToken);
    }

    /// <summary>That it was there.</summary>
    public async ValueTask ForgetAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken) =>
        await store.DeleteAsync(SessionDocuments.IndexPartition(tenantId), SessionDocuments.IndexId(entry.Agent, entry.Session, entry.Epoch), null, cancellationToken);

    /// <summary>Everything of a tenant that is gone.</summary>
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(SessionDocuments.IndexPartition(tenantId), new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items)
            {
                var entry = JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!;
                await store.DeleteAsync(SessionDocuments.Partition(tenantId, entry.Agent, entry.Session), SessionDocuments.SessionId, null, cancellationToken);
                await EmptyAsync(tenantId, entry, cancellationToken);
                await ForgetAsync(tenantId, entry, cancellationToken);
            }

            if (page.Items.Count == 0 && page.Continuation is null) break;
        }

        await handles.RunAsync(tenantId, cancellationToken);
    }

    private async ValueTask<IReadOnlySet<string>> SubjectsAsync(DocumentPartition partition, string epoch, CancellationToken cancellationToken)
    {
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in SessionDocuments.Kinds)
        {
            var query = new DocumentQuery(new DocumentFilter.Exists("subject"), IdPrefix: $"{kind}:{epoch}:");
            do
            {
                var page = await store.QueryAsync(partition, query, cancellationToken);
                foreach (var document in page.Items)
                {
                    using var body = JsonDocument.Parse(document.Body);
                    if (body.RootElement.GetProperty("subject").GetString() is { } subject) subjects.Add(subject);
                }

                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }

        return subjects;
    }

    private async ValueTask DeleteAsync(DocumentPartition partition, string prefix, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(IdPrefix: prefix, Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            if (page.Items.Count > 0) await store.ExecuteBatchAsync(partition, [.. page.Items.Select(static document => new BatchOperation.Delete(document.Id))], cancellationToken);
            if (page.Items.Count == 0 && page.Continuation is null) return;
        }
    }
}
