using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>Pages of at most three rows, whatever was asked for: the service gives what it likes. Ranked queries begin with an empty page, give no token and take none, as the client library does it.</summary>
internal sealed class FakeIterator(FakeAccount account, string container, QueryDefinition query, string? token, QueryRequestOptions options) : FeedIterator
{
    private const int PageSize = 3;

    private readonly FakeSqlQuery _query = FakeSqlStatement.Parse(query.QueryText);
    private int _skipped = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
    private bool _isBegun;
    private List<JsonNode>? _ranked;
    private bool _isDone;

    public override bool HasMoreResults => !_isDone;

    public override async Task<ResponseMessage> ReadNextAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (options.PartitionKey is not { } key) throw new NotSupportedException("A query across partitions.");
        if (_query.HasNoToken && token is not null) throw new NotSupportedException("Continuation tokens are not supported by hybrid search.");
        if (_query.Score?.UsesStatistics == true && options.FullTextScoreScope != FullTextScoreScope.Local) throw new NotSupportedException("Statistics of all tenants' text.");
        if (_isDone) throw new NotSupportedException("A read past the end.");
        var fault = account.Enter("query", container, writes: false, 1);
        if (FakeCosmos.Before(fault) is { } refused) return FakeCosmos.Message(refused);
        if (fault == FakeFault.LostResponse) throw new HttpRequestException("The fake lost the response.");
        if (fault != FakeFault.None) return FakeCosmos.Message(HttpStatusCode.RequestTimeout);
        Dictionary<string, object?> parameters = query.GetQueryParameters().ToDictionary(static one => one.Name, static one => one.Value is long integer ? (object?)(double)integer : one.Value);
        FakeKeys.CheckQuery(container, key.ToString(), query.QueryText, parameters);
        var found = _ranked ?? account.Query(container, key.ToString(), _query, parameters);
        if (_query.HasNoToken) _ranked = found;
        var isEmpty = _query.HasNoToken && !_isBegun;
        _isBegun = true;
        var page = isEmpty ? [] : found.Skip(_skipped).Take(Math.Min(PageSize, options.MaxItemCount is > 0 and var most ? most : PageSize)).ToList();
        _skipped += page.Count;
        _isDone = !isEmpty && _skipped >= found.Count;
        var body = new JsonObject { ["Documents"] = new JsonArray([.. page]) };
        var message = FakeCosmos.Message(HttpStatusCode.OK, null, JsonSerializer.SerializeToUtf8Bytes(body, FakeCosmos.Deep));
        if (!_isDone && !_query.HasNoToken) message.Headers.Add("x-ms-continuation", _skipped.ToString(CultureInfo.InvariantCulture));
        return message;
    }
}
