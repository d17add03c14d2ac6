using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.TestKit.Notifications;

namespace AgentFunctions.Core.Tests.Notifications;

/// <summary>Processes that end at the worst moment, and two that work at the same time.</summary>
public sealed class RelayCrashTests
{
    [Fact]
    public async Task Relay_StoreGoneFromAnyOperationOn_NothingLostNothingDoubledButWhatWasInFlight()
    {
        var steps = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            await using var first = new RelayProcess();
            await first.DeclareAsync("a");
            await first.DeclareAsync("b");
            var events = new List<NotificationEvent>();
            for (var i = 0; i < 3; i++) events.Add(await first.RaiseAsync(dedupeKey: i == 1 ? "k" : null));
            var operations = 0;
            first.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            try
            {
                await first.RelayAsync();
            }
            catch (DocumentStoreUnavailableException)
            {
                // Died while it asked which tenants there are; the job's loop comes back to it.
            }

            if (operations < dieAt) break;
            steps = dieAt;

            // Another process, after the claims of the dead one ended.
            await using var second = first.Sibling();
            await second.RelayAsync();
            second.Time.Advance(DeliveryQueue.Claim);
            await second.DrainAsync();
            foreach (var id in new[] { "a", "b" })
            {
                var sent = second.Channel.Sent.Where(m => m.Notification.Id == id).Select(m => m.Event.Id).ToList();
                Assert.True(events.Select(e => e.Id).SequenceEqual(sent.Distinct()), $"died at {dieAt}: {id} got {string.Join(", ", sent)}");
                Assert.True(sent.Count <= events.Count + 1, $"died at {dieAt}: {id} got {sent.Count} messages for {events.Count} events");
                Assert.Equal(3, (await second.DeliveriesAsync(id)).Count(d => d.Status == DeliveryStatus.Delivered));
            }

            Assert.Equal((0, 0), (await second.OutboxAsync(), await second.QueuedAsync()));
        }

        Assert.True(steps > 20, $"only {steps} operations were tried");
    }

    [Fact]
    public async Task Relay_TwoAtOnceWithoutALease_SendEveryEventOnceInOrder()
    {
        await using var first = new RelayProcess();
        await using var second = first.Sibling();
        first.Channel.Decide = async (_, _) =>
        {
            await Task.Yield();
            return null;
        };
        await first.DeclareAsync("n");
        var ids = new List<string>();
        for (var i = 0; i < 60; i++) ids.Add((await first.RaiseAsync()).Id);
        for (var turn = 0; turn < 200 && await first.OutboxAsync() + await first.QueuedAsync() > 0; turn++) await Task.WhenAll(first.RelayAsync(), second.RelayAsync());
        Assert.Equal(ids, first.Channel.SentIds);
    }

    [Fact]
    public async Task Relay_ProcessKilledWhileSending_AnotherTakesOverAfterTheClaim()
    {
        await using var first = new RelayProcess();
        var reached = new TaskCompletionSource();
        first.Channel.Decide = async (_, _) =>
        {
            reached.SetResult();
            await new TaskCompletionSource().Task;
            return null;
        };
        await first.DeclareAsync("n");
        var value = await first.RaiseAsync();
        _ = first.RelayAsync();
        await reached.Task;

        await using var second = first.Sibling(new ScriptedChannel());
        await second.RelayAsync();
        Assert.Empty(second.Channel.Sent);
        second.Time.Advance(DeliveryQueue.Claim);
        await second.RelayAsync();
        Assert.Equal([value.Id], second.Channel.SentIds);
        Assert.Equal((DeliveryStatus.Delivered, 2), Assert.Single(await second.DeliveriesAsync("n")) is var d ? (d.Status, d.Attempts) : default);
    }

    [Fact]
    public async Task Relay_HostStopsWhileSending_AttemptIsRecordedAsInterrupted()
    {
        await using var process = new RelayProcess();
        using var stop = new CancellationTokenSource();
        process.Channel.Decide = async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        };
        await process.DeclareAsync("n");
        await process.RaiseAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new[] { process.Get<IEnumerable<Core.Jobs.IScheduledJob>>().OfType<NotificationRelay>().Single() }[0].RunAsync(stop.Token));
        var failed = Assert.Single(await process.DeliveriesAsync("n"));
        Assert.Equal((DeliveryStatus.Failed, SendErrors.Interrupted), (failed.Status, failed.LastError));
        process.Channel.Decide = null;
        process.Time.Advance(TimeSpan.FromSeconds(10));
        await process.RelayAsync();
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await process.DeliveriesAsync("n")).Status);
    }
}
