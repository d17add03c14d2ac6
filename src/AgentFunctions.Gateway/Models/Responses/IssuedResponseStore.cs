using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Remembers for 30 days which response ids an agent was issued. An id of another agent or tenant is in another partition and so does not exist.</summary>
internal sealed class IssuedResponseStore(IDocumentStore documents)
{
    private const int MaxItems = DocumentLimits.MaxBatchOperations - 1;
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(30);

    public async ValueTask<IssuedResponse?> FindAsync(string tenantId, string agentId, string issuedId, CancellationToken cancellationToken)
    {
        var result = await documents.ReadAsync(Partition(tenantId, agentId), DocumentId(issuedId), cancellationToken);
        return result.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, IssuedResponseJsonContext.Default.IssuedResponse) : null;
    }

    public async ValueTask RecordAsync(string tenantId, string agentId, IssuedResponse response, CancellationToken cancellationToken)
    {
        var kept = response.Items.Count > MaxItems ? response with { Items = [.. response.Items.Take(MaxItems)] } : response;
        List<BatchOperation> operations = [new BatchOperation.Upsert(Write(kept))];
        foreach (var item in kept.Items.Distinct(StringComparer.Ordinal))
            if (item != kept.IssuedId) operations.Add(new BatchOperation.Upsert(Write(kept with { IssuedId = item, Items = [] })));
        await documents.ExecuteBatchAsync(Partition(tenantId, agentId), operations, cancellationToken);
    }

    public async ValueTask ForgetAsync(string tenantId, string agentId, IssuedResponse response, CancellationToken cancellationToken)
    {
        var partition = Partition(tenantId, agentId);
        foreach (var item in response.Items) await documents.DeleteAsync(partition, DocumentId(item), null, cancellationToken);
        await documents.DeleteAsync(partition, DocumentId(response.IssuedId), null, cancellationToken);
    }

    private static DocumentPartition Partition(string tenantId, string agentId) => new(DocumentContainer.Sessions, tenantId, "issued:" + agentId);

    private static DocumentWrite Write(IssuedResponse response) =>
        new(DocumentId(response.IssuedId), JsonSerializer.SerializeToUtf8Bytes(response, IssuedResponseJsonContext.Default.IssuedResponse), TimeToLive);

    // Providers choose these ids: a hash fits every id rule of the store.
    private static string DocumentId(string issuedId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issuedId)));
}
