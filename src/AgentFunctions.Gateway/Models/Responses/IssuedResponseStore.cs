using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Remembers for 30 days which response ids an agent was issued. An id of another agent or tenant is in another partition and so does not exist. Which agents have any of people, and what providers have yet to delete, lies in the partition <c>_issued</c> of the tenant.</summary>
internal sealed class IssuedResponseStore(IDocumentStore documents)
{
    private const int MaxItems = DocumentLimits.MaxBatchOperations - 1;
    private const string Agents = "a:";
    private const string Erased = "g:";
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(30);

    /// <summary>How long providers are asked to delete what was erased.</summary>
    public static TimeSpan ErasedLife { get; } = TimeSpan.FromDays(7);

    public async ValueTask<IssuedResponse?> FindAsync(string tenantId, string agentId, string issuedId, CancellationToken cancellationToken)
    {
        var result = await documents.ReadAsync(Partition(tenantId, agentId), DocumentId(issuedId), cancellationToken);
        return result.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, IssuedResponseJsonContext.Default.IssuedResponse) : null;
    }

    public async ValueTask RecordAsync(string tenantId, string agentId, IssuedResponse response, CancellationToken cancellationToken)
    {
        var kept = response.Items.Count > MaxItems ? response with { Items = [.. response.Items.Take(MaxItems)] } : response;

        // First: what is not listed would not be found again. It outlives what it leads to.
        if (response.Subject is not null) await documents.UpsertAsync(ListPartition(tenantId), new DocumentWrite(Agents + agentId, "{}"u8.ToArray(), TimeToLive + TimeSpan.FromDays(1)), cancellationToken);
        List<BatchOperation> operations = [new BatchOperation.Upsert(Write(kept))];
        foreach (var item in kept.Items.Distinct(StringComparer.Ordinal))
            if (item != kept.IssuedId) operations.Add(new BatchOperation.Upsert(Write(kept with { IssuedId = item, Items = [], IsItem = true })));
        await documents.ExecuteBatchAsync(Partition(tenantId, agentId), operations, cancellationToken);
    }

    public async ValueTask ForgetAsync(string tenantId, string agentId, IssuedResponse response, CancellationToken cancellationToken)
    {
        var partition = Partition(tenantId, agentId);
        foreach (var item in response.Items) await documents.DeleteAsync(partition, DocumentId(item), null, cancellationToken);
        await documents.DeleteAsync(partition, DocumentId(response.IssuedId), null, cancellationToken);
    }

    /// <summary>The agents that may have responses of people.</summary>
    public async ValueTask<IReadOnlyList<string>> AgentsAsync(string tenantId, CancellationToken cancellationToken)
    {
        List<string> agents = [];
        await foreach (var document in ScanAsync(ListPartition(tenantId), new DocumentQuery(IdPrefix: Agents), cancellationToken)) agents.Add(document.Id[Agents.Length..]);
        return agents;
    }

    /// <summary>Responses of a subject, and their items.</summary>
    public async IAsyncEnumerable<IssuedResponse> OfSubjectAsync(SubjectScope scope, string agentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = DocumentFilter.And([DocumentFilter.Equal("subject", scope.Subject), .. scope.TeamFilters()]);
        await foreach (var document in ScanAsync(Partition(scope.TenantId, agentId), new DocumentQuery(filter), cancellationToken))
            yield return JsonSerializer.Deserialize(document.Body.Span, IssuedResponseJsonContext.Default.IssuedResponse)!;
    }

    /// <summary>Responses that were made for a run from a time on, and their items.</summary>
    public async IAsyncEnumerable<IssuedResponse> OfRunAsync(string tenantId, string agentId, string runId, long since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = DocumentFilter.And(DocumentFilter.Equal("run", runId), new DocumentFilter.Compare("at", FilterOperator.GreaterOrEqual, since));
        await foreach (var document in ScanAsync(Partition(tenantId, agentId), new DocumentQuery(filter), cancellationToken))
            yield return JsonSerializer.Deserialize(document.Body.Span, IssuedResponseJsonContext.Default.IssuedResponse)!;
    }

    /// <summary>Forgets a response that its provider has yet to delete.</summary>
    public async ValueTask EraseAsync(string tenantId, string agentId, IssuedResponse response, CancellationToken cancellationToken)
    {
        if (!response.IsItem)
        {
            var erased = new ErasedResponse { IssuedId = response.IssuedId, Agent = agentId, Provider = response.Provider, Deployment = response.Deployment };
            await documents.UpsertAsync(ListPartition(tenantId), new DocumentWrite(Erased + DocumentId(response.IssuedId), JsonSerializer.SerializeToUtf8Bytes(erased, IssuedResponseJsonContext.Default.ErasedResponse), ErasedLife), cancellationToken);
        }

        await ForgetAsync(tenantId, agentId, response, cancellationToken);
    }

    /// <summary>What providers have yet to delete.</summary>
    public async ValueTask<IReadOnlyList<ErasedResponse>> ErasedAsync(string tenantId, int limit, CancellationToken cancellationToken)
    {
        var page = await documents.QueryAsync(ListPartition(tenantId), new DocumentQuery(Limit: limit, IdPrefix: Erased), cancellationToken);
        return [.. page.Items.Select(static d => JsonSerializer.Deserialize(d.Body.Span, IssuedResponseJsonContext.Default.ErasedResponse)!)];
    }

    public async ValueTask ForgetErasedAsync(string tenantId, ErasedResponse response, CancellationToken cancellationToken) =>
        await documents.DeleteAsync(ListPartition(tenantId), Erased + DocumentId(response.IssuedId), null, cancellationToken);

    private async IAsyncEnumerable<Document> ScanAsync(DocumentPartition partition, DocumentQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await documents.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static DocumentPartition ListPartition(string tenantId) => new(DocumentContainer.Sessions, tenantId, "_issued");

    private static DocumentPartition Partition(string tenantId, string agentId) => new(DocumentContainer.Sessions, tenantId, "issued:" + agentId);

    private static DocumentWrite Write(IssuedResponse response) =>
        new(DocumentId(response.IssuedId), JsonSerializer.SerializeToUtf8Bytes(response, IssuedResponseJsonContext.Default.IssuedResponse), TimeToLive);

    // Providers choose these ids: a hash fits every id rule of the store.
    private static string DocumentId(string issuedId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issuedId)));
}
