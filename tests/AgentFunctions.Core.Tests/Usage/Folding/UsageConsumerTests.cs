using AgentFunctions.Core.Events;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>The log is folded where it is the stream; beside another stream it is there for those who watch, and folding it too would count everything twice.</summary>
public sealed class UsageConsumerTests
{
    private readonly FakeTimeProvider _time = new(UsageScript.Now);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Consume_Log_IsFoldedOnlyWhereItIsTheStream(bool isStream)
    {
        var store = new InMemoryDocumentStore(_time);
        var log = new DocumentEventLog(store);
        var consumer = new UsageConsumer(store, log, isStream ? log : new Elsewhere(), new UsageFold(store, new UsageMetrics(), _time, NullLogger<UsageFold>.Instance));
        var usage = UsageScript.Event(new Random(5), "req_1", UsageScript.Now);
        await log.PublishAsync(UsageScript.Tenant, StreamTopic.Usage, [new StreamEvent("k", "e", UsageEventJson.Write(usage))], CancellationToken.None);
        var pending = 0;
        await foreach (var _ in consumer.PendingAsync(UsageScript.Tenant, CancellationToken.None)) pending++;

        Assert.True(await consumer.ConsumeAsync(UsageScript.Tenant, CancellationToken.None));

        Assert.Equal(isStream ? 1 : 0, pending);
        Assert.Equal(NaiveRollups.Of(isStream ? [usage] : []), await NaiveRollups.ReadAsync(store, UsageFoldSuite.Months));
    }

    private sealed class Elsewhere : IEventPublisher
    {
        public ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken) => default;
    }
}
