using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Reads what is new in one session. Facts are written first and how far it was read then: read again after a kill, the same facts are known already.</summary>
internal sealed class SessionExtraction(IDocumentStore store, SessionMessages messages, MemoryWriter writer, IOptions<MemoryOptions> options)
{
    private const int AtOnce = 50;

    public async ValueTask RunAsync(string tenantId, string agentId, string sessionId, CancellationToken cancellationToken)
    {
        var found = (await store.ReadAsync(SessionDocuments.Partition(tenantId, agentId, sessionId), SessionDocuments.SessionId, cancellationToken)).Document;
        if (found is null) return;
        var stored = StoredSession.Read(found);
        var session = OpenSession.Of(tenantId, stored);
        if (session.Messages == 0) return;
        var agent = MemoryAgents.KeyOf(agentId, stored.Team);
        var partition = MemoryDocuments.Partition(tenantId, agent);
        var id = MemoryDocuments.ExtractionId(sessionId, session.Epoch);
        var read = (await store.ReadAsync(partition, id, cancellationToken)).Document is { } known ? JsonSerializer.Deserialize(known.Body.Span, ExtractionJson.Default.StoredExtraction)!.Sequence : 0;
        while (read < session.Messages)
        {
            var page = await messages.ListAsync(session, read, descending: false, AtOnce, cancellationToken);
            if (page.Items.Count == 0) return;
            var wasKept = await WriteAsync(tenantId, agent, sessionId, page.Items, cancellationToken);

            // What others kept from being written is read again.
            if (!wasKept) return;
            read = page.Items[^1].Sequence;
            var body = JsonSerializer.SerializeToUtf8Bytes(new StoredExtraction { Sequence = read }, ExtractionJson.Default.StoredExtraction);
            await store.UpsertAsync(partition, new DocumentWrite(id, body, options.Value.UseRetention), cancellationToken);
        }
    }

    private async ValueTask<bool> WriteAsync(string tenantId, string agent, string sessionId, IReadOnlyList<SessionMessage> items, CancellationToken cancellationToken)
    {
        List<MemoryDraft> drafts = [];
        foreach (var item in items)
        {
            if (ExtractionDrafts.ToExtraction(item) is not { } message) continue;
            drafts.AddRange(FactExtractor.Extract([message]).Select(fact => ExtractionDrafts.ToDraft(agent, sessionId, fact, item.By)));
        }

        foreach (var part in drafts.Chunk(MemoryWriter.MaxDrafts))
        {
            var results = await writer.WriteAsync(tenantId, agent, part, cancellationToken);
            if (results.Any(static r => r.Reason == MemoryRefusals.Busy)) return false;
        }

        return true;
    }
}
