using System.Text.Json;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos.Memory;

/// <summary>
/// All rows of a query that says itself how many it wants. Ranked queries have no token to go on from: an answer that does not come makes the whole query be asked again. Full-text statistics are those of the partition, never
/// of other tenants' text.
/// </summary>
internal static class CosmosRows
{
    public static async ValueTask<List<T>> ReadAsync<T>(CosmosCalls calls, Container container, DocumentPartition partition, QueryDefinition sql, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var answer = await calls.SendAsync(isRead: true, () => OnceAsync(container, partition, sql, read, rows, cancellationToken), cancellationToken);
        return answer.IsOk ? rows : throw CosmosStatus.Unexpected(answer.Status);
    }

    private static async Task<CosmosAnswer> OnceAsync<T>(Container container, DocumentPartition partition, QueryDefinition sql, Func<JsonElement, T> read, List<T> rows, CancellationToken cancellationToken)
    {
        rows.Clear();
        var request = new QueryRequestOptions { PartitionKey = CosmosItem.KeyOf(partition), MaxItemCount = -1, FullTextScoreScope = FullTextScoreScope.Local };
        using var iterator = container.GetItemQueryStreamIterator(sql, null, request);
        var charge = 0.0;
        CosmosAnswer answer;
        do
        {
            answer = await CosmosAnswer.OfAsync(iterator.ReadNextAsync(cancellationToken), cancellationToken);
            charge += answer.RequestCharge;
            if (!answer.IsOk) break;
            if (answer.Content is not { Length: > 0 } content) continue;
            using var json = JsonDocument.Parse(content, CosmosItem.Deep);
            rows.AddRange(json.RootElement.GetProperty("Documents"u8).EnumerateArray().Select(read));
        }
        while (iterator.HasMoreResults);
        return answer with { RequestCharge = charge };
    }
}
