using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>Deletes what handles stand for: of a session, of a subject, or of a whole tenant that is gone. Done again it goes on where it was broken off.</summary>
internal sealed class HandlePurge(IDocumentStore store)
{
    /// <summary>Those that end with a session.</summary>
    public ValueTask<long> OfSessionAsync(string tenantId, string agent, string session, CancellationToken cancellationToken) => OfSessionAsync(tenantId, agent, session, null, cancellationToken);

    /// <summary>The same, counted.</summary>
    public ValueTask<long> OfSessionAsync(string tenantId, string agent, string session, IErasureTally? tally, CancellationToken cancellationToken) =>
        DeleteAsync(HandleDocuments.Partition(tenantId, agent), DocumentFilter.Equal("session", session), tally, cancellationToken);

    /// <summary>Those that hold content of a subject.</summary>
    public ValueTask<long> OfSubjectAsync(SubjectScope scope, string agent, IErasureTally tally, CancellationToken cancellationToken) =>
        DeleteAsync(HandleDocuments.Partition(scope.TenantId, agent), DocumentFilter.And([DocumentFilter.Equal("subject", scope.Subject), .. scope.TeamFilters()]), tally, cancellationToken);

    /// <summary>Those that are of no session, of a subject or of nobody that is known.</summary>
    public ValueTask<long> OfNoSessionAsync(string tenantId, string agent, string? subject, CancellationToken cancellationToken) =>
        DeleteAsync(
            HandleDocuments.Partition(tenantId, agent),
            DocumentFilter.And(Without("session"), subject is null ? Without("subject") : DocumentFilter.Equal("subject", subject), Without("key")),
            null,
            cancellationToken);

    /// <summary>Every agent that has any.</summary>
    public async ValueTask<IReadOnlyList<string>> AgentsAsync(string tenantId, CancellationToken cancellationToken)
    {
        List<string> agents = [];
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(HandleDocuments.OwnersPartition(tenantId), new DocumentQuery(Continuation: continuation), cancellationToken);
            agents.AddRange(page.Items.Select(static document => document.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return agents;
    }

    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        foreach (var agent in await AgentsAsync(tenantId, cancellationToken))
        {
            await DeleteAsync(HandleDocuments.Partition(tenantId, agent), null, null, cancellationToken);
            await store.DeleteAsync(HandleDocuments.OwnersPartition(tenantId), agent, null, cancellationToken);
        }
    }

    private static DocumentFilter.Negated Without(string path) => new(new DocumentFilter.Exists(path));

    private async ValueTask<long> DeleteAsync(DocumentPartition partition, DocumentFilter? filter, IErasureTally? tally, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(filter, Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            if (tally is not null)
                foreach (var part in page.Items.Chunk(IErasureTally.MostAtOnce)) await tally.CountAsync([.. part.Select(document => $"{partition.Second}/{document.Id}")], cancellationToken);
            foreach (var document in page.Items)
                if ((await store.DeleteAsync(partition, document.Id, null, cancellationToken)).IsOk) deleted++;
            if (page.Items.Count == 0 && page.Continuation is null) return deleted;
        }
    }
}
