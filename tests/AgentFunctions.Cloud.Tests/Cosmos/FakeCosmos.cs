using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Moq;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The client library's classes over a <see cref="FakeAccount"/>. A member that the engine does not use throws.</summary>
internal static class FakeCosmos
{
    public static readonly JsonSerializerOptions Deep = new() { MaxDepth = 128 };

    public static CosmosClient Client(FakeAccount account)
    {
        var client = new Mock<CosmosClient>(MockBehavior.Strict);
        client.Setup(one => one.GetContainer("agentfunctions", It.IsAny<string>())).Returns((string _, string name) => Container(account, name));
        return client.Object;
    }

    private static Container Container(FakeAccount account, string name)
    {
        var fake = new Mock<Container>(MockBehavior.Strict);
        fake.Setup(one => one.ReadItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((string id, PartitionKey key, ItemRequestOptions _, CancellationToken _) => SendAsync(account, name, key, new FakeOperation("read", id)));
        fake.Setup(one => one.CreateItemStreamAsync(It.IsAny<Stream>(), It.IsAny<PartitionKey>(), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((Stream body, PartitionKey key, ItemRequestOptions options, CancellationToken _) => SendAsync(account, name, key, Written("create", body, options)));
        fake.Setup(one => one.UpsertItemStreamAsync(It.IsAny<Stream>(), It.IsAny<PartitionKey>(), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((Stream body, PartitionKey key, ItemRequestOptions options, CancellationToken _) => SendAsync(account, name, key, Written("upsert", body, options)));
        fake.Setup(one => one.ReplaceItemStreamAsync(It.IsAny<Stream>(), It.IsAny<string>(), It.IsAny<PartitionKey>(), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((Stream body, string _, PartitionKey key, ItemRequestOptions options, CancellationToken _) => SendAsync(account, name, key, Written("replace", body, options)));
        fake.Setup(one => one.DeleteItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((string id, PartitionKey key, ItemRequestOptions options, CancellationToken _) => SendAsync(account, name, key, new FakeOperation("delete", id, IfMatch: options?.IfMatchEtag)));
        fake.Setup(one => one.PatchItemStreamAsync(It.IsAny<string>(), It.IsAny<PartitionKey>(), It.IsAny<IReadOnlyList<PatchOperation>>(), It.IsAny<PatchItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .Returns((string id, PartitionKey key, IReadOnlyList<PatchOperation> patches, PatchItemRequestOptions options, CancellationToken _) =>
                SendAsync(account, name, key, new FakeOperation("patch", id, Patches: patches, Predicate: options.FilterPredicate, IfMatch: options.IfMatchEtag)));
        fake.Setup(one => one.CreateTransactionalBatch(It.IsAny<PartitionKey>())).Returns((PartitionKey key) => new FakeBatch(account, name, key.ToString()));
        fake.Setup(one => one.GetItemQueryStreamIterator(It.IsAny<QueryDefinition>(), It.IsAny<string>(), It.IsAny<QueryRequestOptions>()))
            .Returns((QueryDefinition query, string token, QueryRequestOptions options) => new FakeIterator(account, name, query, token, options));
        return fake.Object;
    }

    public static FakeOperation Written(string kind, Stream body, RequestOptions? options, bool wantsContent = false)
    {
        var item = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!.AsObject();
        return new FakeOperation(kind, (string)item["id"]!, item, options?.IfMatchEtag, WantsContent: wantsContent);
    }

    public static ResponseMessage Message(HttpStatusCode status, string? etag = null, byte[]? content = null)
    {
        var message = new ResponseMessage(status) { Content = content is null ? null : new MemoryStream(content) };
        message.Headers.Add("x-ms-request-charge", "1");
        message.Headers.Add("x-ms-retry-after-ms", "0");
        if (etag is not null) message.Headers.Add("etag", etag);
        return message;
    }

    /// <summary>The status that a fault answers before anything is done, or null.</summary>
    public static HttpStatusCode? Before(FakeFault fault) => fault switch
    {
        FakeFault.TooManyRequests => HttpStatusCode.TooManyRequests,
        FakeFault.RetryWith => (HttpStatusCode)449,
        FakeFault.TimeoutBefore => HttpStatusCode.RequestTimeout,
        _ => null,
    };

    private static async Task<ResponseMessage> SendAsync(FakeAccount account, string container, PartitionKey key, FakeOperation operation)
    {
        await Task.Yield();
        var fault = account.Enter(operation.Kind, container, operation.Kind != "read", 1);
        if (Before(fault) is { } refused) return Message(refused);
        var outcome = account.Execute(container, key.ToString(), [operation])[0];
        return fault switch
        {
            FakeFault.TimeoutAfter => Message(HttpStatusCode.RequestTimeout),
            FakeFault.LostResponse => throw new HttpRequestException("The fake lost the response."),
            _ => Message(outcome.Status, outcome.ETag, outcome.Content),
        };
    }
}
