using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Notifications;

/// <summary>From the outbox to a real receiver: what a receiver that verifies, deduplicates and fails now and then ends up with.</summary>
public sealed class EndToEndTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Receiver_FailingNowAndThen_AcceptsEveryEventOnceInOrder()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var receiver = await WebhookReceiver.StartAsync(time, Secret);
        await using var channels = new ChannelHarness(time, null, receiver.EndPoint);
        channels.Secrets.With("sign", Secret);
        var partition = new DocumentPartition(DocumentContainer.Resources, "default");
        var store = channels.Get<IDocumentStore>();
        await channels.Get<ResourceStore>().EnsureTenantAsync("default", CancellationToken.None);
        var spec = $$"""{"kind":"notifications","id":"n","deleted":false,"spec":{"channel":"webhook","to":"{{receiver.Address}}","events":["key.*"],"secretRef":"sign"} }""";
        await store.UpsertAsync(partition, new DocumentWrite("notifications:n", Encoding.UTF8.GetBytes(spec)), CancellationToken.None);
        receiver.Answer(503, retryAfter: "20");
        receiver.Answer(204);
        receiver.Answer(500, times: 2);
        List<string> ids = [];
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            var value = channels.Event($"Event {i}");
            ids.Add(value.Id);
            await store.ExecuteBatchAsync(partition, [NotificationOutbox.ToOperation(value)], CancellationToken.None);
        }

        var relay = channels.Get<IEnumerable<IScheduledJob>>().Single(j => j.Name == "notification-relay");
        for (var second = 0; second < 120; second++)
        {
            await relay.RunAsync(CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ids, receiver.Accepted.Select(r => r.Id));
        Assert.Equal(13, receiver.Received.Count);
        Assert.All(receiver.Received, r => Assert.True(r.IsVerified));
        Assert.Equal([ids[0], ids[0], ids[1], ids[1], ids[1]], receiver.Received.Take(5).Select(r => r.Id));

        // The same id with a time and a signature of its own on every attempt.
        Assert.NotEqual(receiver.Received[0].Headers["webhook-timestamp"], receiver.Received[1].Headers["webhook-timestamp"]);
        Assert.NotEqual(receiver.Received[0].Headers["webhook-signature"], receiver.Received[1].Headers["webhook-signature"]);
        var log = await channels.Get<DeliveryLog>().ListAsync("default", Access.Platform.Teams(AccessScopes.ResourcesRead), "n", 3, null, CancellationToken.None);
        Assert.Equal([(DeliveryStatus.Delivered, 1), (DeliveryStatus.Delivered, 1), (DeliveryStatus.Delivered, 1)], log.Value!.Items.Select(d => (d.Status, d.Attempts)));
        var rest = await channels.Get<DeliveryLog>().ListAsync("default", Access.Platform.Teams(AccessScopes.ResourcesRead), "n", 3, log.Value.NextCursor, CancellationToken.None);
        Assert.Equal(ids.AsEnumerable().Reverse().Skip(3).Take(3), rest.Value!.Items.Select(d => d.Event.Id));
        Assert.NotNull((await channels.Get<DeliveryLog>().ListAsync("default", Access.Platform.Teams(AccessScopes.ResourcesRead), "other", 3, log.Value.NextCursor, CancellationToken.None)).Error);
    }
}
