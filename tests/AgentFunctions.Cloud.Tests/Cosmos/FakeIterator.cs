using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>Pages of at most three items, whatever was asked for: the service gives what it likes.</summary>
internal sealed class FakeIterator(FakeAccount account, string container, QueryDefinition query, string? token, QueryRequestOptions options) : FeedIterator
{
    private const int PageSize = 3;

    public override bool HasMoreResults => true;

    public override async Task<ResponseMessage> ReadNextAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (options.PartitionKey is not { } key) throw new NotSupportedException("A query across partitions.");
        var fault = account.Enter("query", container, writes: false, 1);
        if (FakeCosmos.Before(fault) is { } refused) return FakeCosmos.Message(refused);
        if (fault == FakeFault.LostResponse) throw new HttpRequestException("The fake lost the response.");
        if (fault != FakeFault.None) return FakeCosmos.Message(HttpStatusCode.RequestTimeout);
        Dictionary<string, object?> parameters = query.GetQueryParameters().ToDictionary(static one => one.Name, static one => one.Value is long integer ? (object?)(double)integer : one.Value);
        var found = account.Query(container, key.ToString(), query.QueryText, parameters);
        var skipped = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var page = found.Skip(skipped).Take(Math.Min(PageSize, options.MaxItemCount ?? PageSize)).ToList();
        var body = new JsonObject { ["Documents"] = new JsonArray([.. page.Select(static one => (JsonNode)one.DeepClone())]) };
        var message = FakeCosmos.Message(HttpStatusCode.OK, null, JsonSerializer.SerializeToUtf8Bytes(body, FakeCosmos.Deep));
        if (skipped + page.Count < found.Count) message.Headers.Add("x-ms-continuation", (skipped + page.Count).ToString(CultureInfo.InvariantCulture));
        return message;
    }
}
