using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Functions.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AgentFunctions.Functions.Tests.EventHubs;

/// <summary>What leaves for Event Hubs, over a stand-in for its client.</summary>
public sealed class EventHubPublisherTests
{
    private readonly FakeLog _log = new();

    [Fact]
    public async Task Publish_EventsOfSeveralKeys_GoInOrderUnderTheirKeysWithTheirIds()
    {
        await using var hub = new FakeProducer(most: 10);

        await Publisher(hub).PublishAsync("t", StreamTopic.Usage, [Event("k1", "a"), Event("k2", "b"), Event("k1", "c")], CancellationToken.None);

        Assert.Equal(["k1:a,c", "k2:b"], hub.Sent);
        Assert.Equal(["a", "b", "c"], hub.Bodies.Order());
    }

    // Budgets and unusual spending are watched by the log; what the hub did not take comes again, and is not in it before.
    [Fact]
    public async Task Publish_WhatTheHubTook_IsInTheLogToo()
    {
        await using var up = new FakeProducer(most: 10);
        await using var down = new FakeProducer(most: 10) { Failure = new EventHubsException(isTransient: true, "usage", "down") };

        await Publisher(up).PublishAsync("t", StreamTopic.Usage, [Event("k1", "a"), Event("k2", "b")], CancellationToken.None);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Publisher(down).PublishAsync("t", StreamTopic.Usage, [Event("k", "c")], CancellationToken.None));

        Assert.Equal(["t usage a", "t usage b"], _log.Published);
    }

    [Fact]
    public async Task Publish_MoreThanABatchHolds_GoesInSeveral()
    {
        await using var hub = new FakeProducer(most: 2);

        await Publisher(hub).PublishAsync("t", StreamTopic.Usage, [.. Enumerable.Range(0, 5).Select(static n => Event("k", $"{n}"))], CancellationToken.None);

        Assert.Equal(["k:0,1", "k:2,3", "k:4"], hub.Sent);
    }

    [Fact]
    public async Task Publish_EventThatFitsNoBatch_IsRefused()
    {
        await using var hub = new FakeProducer(most: 0);

        await Assert.ThrowsAsync<DocumentLimitException>(async () => await Publisher(hub).PublishAsync("t", StreamTopic.Usage, [Event("k", "a")], CancellationToken.None));
    }

    // The outbox keeps what was not taken, and only for this exception.
    [Fact]
    public async Task Publish_HubOutOfReach_IsTheStoreThatDoesNotAnswer()
    {
        await using var hub = new FakeProducer(most: 10) { Failure = new EventHubsException(isTransient: true, "usage", "down") };

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Publisher(hub).PublishAsync("t", StreamTopic.Usage, [Event("k", "a")], CancellationToken.None));
    }

    // Each to the hub of its own; only usage is watched by the log.
    [Fact]
    public async Task Publish_Topics_GoToTheirHubAndToNoLog()
    {
        await using var usage = new FakeProducer(most: 10);
        await using var topics = new FakeProducer(most: 10);
        var publisher = new EventHubPublisher(new Dictionary<StreamTopic, EventHubProducerClient> { [StreamTopic.Usage] = usage, [StreamTopic.Topics] = topics }, _log);

        await publisher.PublishAsync("t", StreamTopic.Topics, [Event("k", "a")], CancellationToken.None);

        Assert.True(publisher.Carries(StreamTopic.Topics));
        Assert.Equal(["k:a"], topics.Sent);
        Assert.Empty(usage.Sent);
        Assert.Empty(_log.Published);
    }

    [Fact]
    public async Task Publish_TopicsWithoutAHub_AreNotCarried()
    {
        await using var usage = new FakeProducer(most: 10);

        Assert.False(Publisher(usage).Carries(StreamTopic.Topics));
        Assert.True(Publisher(usage).Carries(StreamTopic.Usage));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await Publisher(usage).PublishAsync("t", StreamTopic.Topics, [Event("k", "a")], CancellationToken.None));
    }

    // A role that was taken away is a hub out of reach, not an event that nobody can send.
    [Fact]
    public async Task Publish_NotAllowed_IsTheStoreThatDoesNotAnswer()
    {
        await using var hub = new FakeProducer(most: 10) { Failure = new UnauthorizedAccessException() };

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Publisher(hub).PublishAsync("t", StreamTopic.Usage, [Event("k", "a")], CancellationToken.None));
    }

    private EventHubPublisher Publisher(FakeProducer usage) => new(new Dictionary<StreamTopic, EventHubProducerClient> { [StreamTopic.Usage] = usage }, _log);

    private static StreamEvent Event(string key, string id) => new(key, id, Encoding.UTF8.GetBytes(id));

    private sealed class FakeLog : IEventLog
    {
        public List<string> Published { get; } = [];

        public ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
        {
            Published.AddRange(events.Select(value => $"{tenantId} {topic.Name} {value.Id}"));
            return default;
        }

        public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(string tenantId, StreamTopic topic, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long> HeadAsync(string tenantId, StreamTopic topic, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class FakeProducer(int most) : EventHubProducerClient
    {
        private readonly Dictionary<EventDataBatch, (string Key, List<EventData> Events)> _batches = [];

        public List<string> Sent { get; } = [];

        public List<string> Bodies { get; } = [];

        public Exception? Failure { get; init; }

        public override ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
        {
            List<EventData> events = [];
            var batch = EventHubsModelFactory.EventDataBatch(1024, events, options, _ => events.Count < most);
            _batches[batch] = (options.PartitionKey, events);
            return new(batch);
        }

        public override Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default)
        {
            if (Failure is not null) throw Failure;
            var (key, events) = _batches[eventBatch];
            Sent.Add($"{key}:{string.Join(',', events.Select(static data => data.MessageId))}");
            Bodies.AddRange(events.Select(static data => data.EventBody.ToString()));
            return Task.CompletedTask;
        }

        /// <summary>There is no connection; disposing closes.</summary>
        public override Task CloseAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
