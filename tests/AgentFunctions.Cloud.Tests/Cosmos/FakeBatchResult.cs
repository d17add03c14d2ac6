using System.Net;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed class FakeBatchResult(FakeOutcome outcome) : TransactionalBatchOperationResult
{
    public override HttpStatusCode StatusCode => outcome.Status;

    public override string? ETag => outcome.ETag;

    public override Stream? ResourceStream => outcome.Content is null ? null : new MemoryStream(outcome.Content);
}
