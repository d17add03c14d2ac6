using System.Net;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed class FakeBatchResponse(HttpStatusCode status, IReadOnlyList<FakeOutcome> outcomes) : TransactionalBatchResponse
{
    public override HttpStatusCode StatusCode => status;

    public override bool IsSuccessStatusCode => (int)status < 300;

    public override double RequestCharge => 1;

    public override TimeSpan? RetryAfter => TimeSpan.Zero;

    public override int Count => outcomes.Count;

    public override TransactionalBatchOperationResult this[int index] => new FakeBatchResult(outcomes[index]);
}
