using System.Text.Json;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>
/// Queries of one partition, which name the tenant in the SQL too. A page goes on by key, not by the service's token, so its continuation is that of every engine. An order by a property needs a composite index
/// of that property and <c>id</c> in the container.
/// </summary>
internal static class CosmosQuery
{
    public static async ValueTask<DocumentPage> RunAsync(
        CosmosCalls calls, Container container, DocumentPartition partition, DocumentQuery query, DocumentContinuation? continuation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parameters = new CosmosParameters();
        var parts = Named(partition, parameters);
        parts.Add(CosmosSql.IsAlive(now, parameters.Add));
        if (!string.IsNullOrEmpty(query.IdPrefix)) parts.Add($"STARTSWITH(c[\"id\"], {parameters.Add(query.IdPrefix)})");
        if (!string.IsNullOrEmpty(query.IdAfter)) parts.Add($"c[\"id\"] > {parameters.Add(query.IdAfter)}");
        if (query.Filter is not null) parts.Add(CosmosSql.Of(query.Filter, parameters.Add));
        var order = query.OrderBy is null ? null : CosmosSql.Path(query.OrderBy);
        if (order is not null) parts.Add($"(IS_STRING({order}) OR {CosmosSql.IsInteger(order)})");
        if (continuation is not null) parts.Add(After(order, continuation, query.Descending, parameters));
        var direction = query.Descending ? "DESC" : "ASC";
        var by = order is null ? $"c[\"id\"] {direction}" : $"{order} {direction}, c[\"id\"] {direction}";
        var sql = $"SELECT * FROM c WHERE {string.Join(" AND ", parts)} ORDER BY {by}";
        var (items, isMore) = await ReadAsync(calls, container, partition, parameters.Of(sql), query.Limit, cancellationToken);
        return new DocumentPage(items, isMore ? Place(items[^1], query.OrderBy).Format(partition, query) : null);
    }

    public static async ValueTask<bool> HoldsAsync(CosmosCalls calls, Container container, DocumentPartition partition, string id, string predicate, CancellationToken cancellationToken)
    {
        var parameters = new CosmosParameters();
        var parts = Named(partition, parameters);
        var sql = $"SELECT * FROM c WHERE {string.Join(" AND ", parts)} AND c[\"id\"] = {parameters.Add(id)} AND {predicate}";
        return (await ReadAsync(calls, container, partition, parameters.Of(sql), 1, cancellationToken)).Items.Count > 0;
    }

    public static List<string> Named(DocumentPartition partition, CosmosParameters parameters)
    {
        var parts = new List<string> { $"c[\"tenantId\"] = {parameters.Add(partition.TenantId)}" };
        if (partition.Container.SecondKey is { } second) parts.Add($"c[\"{second}\"] = {parameters.Add(partition.Second)}");
        return parts;
    }

    /// <summary>Integers come before strings.</summary>
    private static string After(string? order, DocumentContinuation last, bool descending, CosmosParameters parameters)
    {
        var symbol = descending ? "<" : ">";
        var id = parameters.Add(last.Id);
        if (order is null) return $"c[\"id\"] {symbol} {id}";
        var value = parameters.Add(last.OrderValue);
        var (type, other) = last.OrderValue.Value is string ? ("IS_STRING", descending ? "IS_NUMBER" : null) : ("IS_NUMBER", descending ? null : "IS_STRING");
        var rest = other is null ? "" : $" OR {other}({order})";
        return $"(({type}({order}) AND ({order} {symbol} {value} OR ({order} = {value} AND c[\"id\"] {symbol} {id}))){rest})";
    }

    private static async ValueTask<(List<Document> Items, bool IsMore)> ReadAsync(
        CosmosCalls calls, Container container, DocumentPartition partition, QueryDefinition sql, int limit, CancellationToken cancellationToken)
    {
        var items = new List<Document>();
        var bytes = 0L;
        string? token = null;
        do
        {
            // One partition, so there is no plan to ask for first.
            var request = new QueryRequestOptions { PartitionKey = CosmosItem.KeyOf(partition), MaxItemCount = limit + 1 - items.Count, EnableOptimisticDirectExecution = true };
            string? next = null;
            var answer = await calls.SendAsync(isRead: true, () => OnePageAsync(container, sql, token, request, text => next = text, cancellationToken), cancellationToken);
            if (!answer.IsOk) throw CosmosStatus.Unexpected(answer.Status);
            using var json = JsonDocument.Parse(answer.Content!, CosmosItem.Deep);
            foreach (var element in json.RootElement.GetProperty("Documents"u8).EnumerateArray())
            {
                var document = CosmosItem.Read(element);
                bytes += document.Body.Length;
                if (items.Count == limit || (items.Count > 0 && bytes > DocumentLimits.MaxPageBytes)) return (items, true);
                items.Add(document);
            }

            token = next;
        }
        while (token is not null);
        return (items, false);
    }

    private static async Task<CosmosAnswer> OnePageAsync(
        Container container, QueryDefinition sql, string? token, QueryRequestOptions request, Action<string?> next, CancellationToken cancellationToken)
    {
        using var iterator = container.GetItemQueryStreamIterator(sql, token, request);
        return await CosmosAnswer.OfAsync(ReadAsync(), cancellationToken);

        async Task<ResponseMessage> ReadAsync()
        {
            var response = await iterator.ReadNextAsync(cancellationToken);
            next(response.IsSuccessStatusCode ? response.ContinuationToken : null);
            return response;
        }
    }

    private static DocumentContinuation Place(Document last, string? orderBy)
    {
        if (orderBy is null) return new DocumentContinuation(DocumentValue.Null, last.Id);
        using var json = JsonDocument.Parse(last.Body);
        var element = json.RootElement;
        foreach (var name in DocumentPath.Split(orderBy)) element = element.GetProperty(name);
        return new DocumentContinuation(element.ValueKind == JsonValueKind.String ? element.GetString() : (DocumentValue)(long)element.GetDouble(), last.Id);
    }
}
