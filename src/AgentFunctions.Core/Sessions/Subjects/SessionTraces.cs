using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Subjects;

/// <summary>What a run answered in its session, what it wrote into slots, and what its contexts left out, which may quote what it was told. What it was asked stays.</summary>
internal sealed class SessionTraces(IDocumentStore store, SessionErasing erasing, SessionWritings writings, HandlePurge handles) : IRunTraces
{
    private const string Answer = "assistant";

    public async ValueTask ForestallAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        await foreach (var entry in SessionsAsync(tenantId, run, cancellationToken)) await erasing.AdvanceAsync(tenantId, entry, cancellationToken);
    }

    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        if (run.Agent.Length == 0) return;
        foreach (var entry in await writings.OfRunAsync(tenantId, run.Id, cancellationToken)) await EraseWritingsAsync(tenantId, run, entry, since, cancellationToken);
        if (run.Session is null) await handles.OfNoSessionAsync(tenantId, run.Agent, run.Subject, cancellationToken);
        await foreach (var entry in SessionsAsync(tenantId, run, cancellationToken)) await EraseAsync(tenantId, run, entry, cancellationToken);
    }

    private async ValueTask EraseAsync(string tenantId, StoredRun run, StoredSessionEntry entry, CancellationToken cancellationToken)
    {
        // The run is over by now: who has not appended what it says learns of it.
        await erasing.AdvanceAsync(tenantId, entry, cancellationToken);
        await handles.OfSessionAsync(tenantId, entry.Agent, OpenSession.HandlesOf(entry.Session, entry.Epoch), cancellationToken);
        var filter = DocumentFilter.And(DocumentFilter.Equal("by", MessageAuthors.Run(run.Id)), DocumentFilter.Equal("role", Answer));
        await foreach (var document in ScanAsync(SessionDocuments.Partition(tenantId, entry.Agent, entry.Session), filter, SessionDocuments.MessagePrefix(entry.Epoch), cancellationToken))
            await EraseAsync(tenantId, entry, document, cancellationToken);
    }

    /// <summary>Of whichever session: what was written in it since, messages and every version of slots.</summary>
    private async ValueTask EraseWritingsAsync(string tenantId, StoredRun run, StoredSessionEntry entry, long since, CancellationToken cancellationToken)
    {
        await erasing.AdvanceAsync(tenantId, entry, cancellationToken);
        await handles.OfSessionAsync(tenantId, entry.Agent, OpenSession.HandlesOf(entry.Session, entry.Epoch), cancellationToken);
        foreach (var prefix in (string[])[SessionDocuments.MessagePrefix(entry.Epoch), SessionDocuments.SlotPrefix(entry.Epoch), SessionDocuments.VersionsPrefix(entry.Epoch)])
        {
            await foreach (var document in ScanAsync(SessionDocuments.Partition(tenantId, entry.Agent, entry.Session), DocumentFilter.Equal("run", run.Id), prefix, cancellationToken))
                if (SessionErasing.AtOf(document) >= since) await EraseAsync(tenantId, entry, document, cancellationToken);
        }
    }

    /// <summary>Its content first: without the document nobody would know of it.</summary>
    private async ValueTask EraseAsync(string tenantId, StoredSessionEntry entry, Document document, CancellationToken cancellationToken)
    {
        await erasing.RemoveContentAsync(tenantId, entry, document, cancellationToken);
        await erasing.EraseAsync(tenantId, entry, document, withPerson: false, cancellationToken);
    }

    private async IAsyncEnumerable<StoredSessionEntry> SessionsAsync(string tenantId, StoredRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (run.Session is not { } session || run.Agent.Length == 0) yield break;
        var filter = DocumentFilter.And(DocumentFilter.Equal("agent", run.Agent), DocumentFilter.Equal("session", session));
        await foreach (var document in ScanAsync(SessionDocuments.IndexPartition(tenantId), filter, null, cancellationToken)) yield return JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!;
    }

    private async IAsyncEnumerable<Document> ScanAsync(DocumentPartition partition, DocumentFilter filter, string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(filter, IdPrefix: prefix);
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
