using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Reads what is new in one session. Facts are written first and how far it was read then: read again after a kill, the same facts are known already. What is erased between reading and writing is not written: the rest is read again.</summary>
internal sealed class SessionExtraction(IDocumentStore store, SessionMessages messages, MemoryWriter writer, ErasureBarrier barrier, IEnumerable<IModelExtractor> models, IOptions<MemoryOptions> options)
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
            var since = await barrier.NowAsync(tenantId, cancellationToken);
            var page = await messages.ListAsync(session, read, descending: false, AtOnce, cancellationToken);
            if (page.Items.Count == 0) return;
            var wasKept = await WriteAsync(tenantId, agent, sessionId, page.Items, since, cancellationToken);

            // What others kept from being written is read again.
            if (!wasKept) return;
            read = page.Items[^1].Sequence;
            var body = JsonSerializer.SerializeToUtf8Bytes(new StoredExtraction { Sequence = read }, ExtractionJson.Default.StoredExtraction);
            await store.UpsertAsync(partition, new DocumentWrite(id, body, options.Value.UseRetention), cancellationToken);
        }
    }

    /// <summary>null where there is no model, or it gave no answer: the forms are gone by then.</summary>
    private async ValueTask<IReadOnlyList<ExtractedFact>?> ByModelAsync(string tenantId, string agent, List<ExtractionMessage> told, CancellationToken cancellationToken) =>
        told.Count > 0 && models.LastOrDefault() is { } model ? await model.ExtractAsync(tenantId, agent, told, cancellationToken) : null;

    private async ValueTask<bool> WriteAsync(string tenantId, string agent, string sessionId, IReadOnlyList<SessionMessage> items, long since, CancellationToken cancellationToken)
    {
        List<(ExtractionMessage Message, string By)> read = [];
        foreach (var item in items)
            if (ExtractionDrafts.ToExtraction(item) is { } message) read.Add((message, item.By));
        List<ExtractionMessage> told = [.. read.Select(static item => item.Message)];
        var facts = await ByModelAsync(tenantId, agent, told, cancellationToken) ?? FactExtractor.Extract(told);

        // A model reads all messages at once: what it makes of one may hold what another says.
        var people = told.Select(static message => SubjectNames.Fold(message.Speaker)).Distinct(StringComparer.Ordinal);
        if (!await barrier.HoldsAsync(tenantId, MemoryAgents.IdOf(agent), MemoryAgents.TeamOf(agent), people, since, cancellationToken)) return false;
        var by = read.ToDictionary(static item => item.Message.Turn, static item => item.By);
        MemoryDraft[] drafts = [.. facts.Select(fact => ExtractionDrafts.ToDraft(agent, sessionId, fact, by[fact.Message.Turn]) with { Since = since })];
        foreach (var part in drafts.Chunk(MemoryWriter.MaxDrafts))
        {
            var results = await writer.WriteAsync(tenantId, agent, part, cancellationToken);
            if (results.Any(static r => r.Reason is MemoryRefusals.Busy or MemoryRefusals.Erased)) return false;
        }

        return true;
    }
}
