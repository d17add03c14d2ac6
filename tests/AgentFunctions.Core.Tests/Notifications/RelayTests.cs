using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class RelayTests
{
    [Fact]
    public async Task Relay_Events_ReachEveryNotificationThatAsksInOrder()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("all");
        await process.DeclareAsync("keys", """{"channel":"webhook","to":"https://b.example/hook","events":["key.*"]}""");
        List<string> ids = [];
        for (var i = 0; i < 5; i++) ids.Add((await process.RaiseAsync(i == 2 ? "state.changed" : "key.issued")).Id);
        await process.RelayAsync();

        Assert.Equal(ids, process.Channel.Sent.Where(m => m.Notification.Id == "all").Select(m => m.Event.Id));
        Assert.Equal([ids[0], ids[1], ids[3], ids[4]], process.Channel.Sent.Where(m => m.Notification.Id == "keys").Select(m => m.Event.Id));
        Assert.Equal(0, await process.OutboxAsync());
        Assert.Equal(0, await process.QueuedAsync());
        var deliveries = await process.DeliveriesAsync("all");
        Assert.All(deliveries, d => Assert.Equal((DeliveryStatus.Delivered, 1, 200), (d.Status, d.Attempts, d.LastStatus)));
        Assert.Equal(ids.AsEnumerable().Reverse(), deliveries.Select(d => d.Event.Id));
    }

    [Fact]
    public async Task Relay_ReceiverOutOfReach_LaterEventsWaitAndOrderHolds()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        var first = await process.RaiseAsync();
        var second = await process.RaiseAsync();
        process.Channel.Results.Enqueue(SendResult.Unavailable(SendErrors.Timeout));
        await process.RelayAsync();
        Assert.Equal([first.Id], process.Channel.SentIds);
        var failed = (await process.DeliveriesAsync("n"))[1];
        Assert.Equal((DeliveryStatus.Failed, 1, SendErrors.Timeout), (failed.Status, failed.Attempts, failed.LastError));
        Assert.InRange(failed.NextAttemptAt!.Value - process.Time.GetUtcNow(), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));

        process.Time.Advance(TimeSpan.FromSeconds(3));
        await process.RelayAsync();
        Assert.Single(process.Channel.Sent);
        process.Time.Advance(TimeSpan.FromSeconds(4));
        await process.RelayAsync();
        Assert.Equal([first.Id, first.Id, second.Id], process.Channel.SentIds);
    }

    [Fact]
    public async Task Relay_DeclaredAnewForAnotherTeam_WhatWaitedIsNotSentThere()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n", """{"channel":"webhook","to":"https://a.example/hook","events":["*"],"team":"b"}""");
        await process.RaiseAsync(team: "b");
        process.Channel.Results.Enqueue(SendResult.Unavailable(SendErrors.Timeout));
        await process.RelayAsync();

        await process.DeclareAsync("n", """{"channel":"webhook","to":"https://evil.example/hook","events":["*"],"team":"a"}""");
        await process.DrainAsync(30);

        Assert.Single(process.Channel.Sent);
        var dead = Assert.Single(await process.DeliveriesAsync("n"));
        Assert.Equal((DeliveryStatus.Dead, SendErrors.NotWanted), (dead.Status, dead.LastError));
    }

    [Fact]
    public async Task Relay_MessageRefused_LaterEventsPassAndItIsTriedAgain()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        var first = await process.RaiseAsync();
        var second = await process.RaiseAsync();
        process.Channel.Results.Enqueue(new SendResult(SendOutcome.Refused, 422, SendErrors.HttpStatus));
        await process.RelayAsync();
        Assert.Equal([first.Id, second.Id], process.Channel.SentIds);
        await process.DrainAsync(8);
        Assert.Equal([first.Id, second.Id, first.Id], process.Channel.SentIds);
    }

    [Fact]
    public async Task Relay_ReceiverNeverAnswers_DeadAfterADayWithEveryAttemptCounted()
    {
        await using var process = new RelayProcess();
        process.Channel.Decide = (_, _) => new(SendResult.Unavailable(SendErrors.ConnectFailed));
        await process.DeclareAsync("n");
        var value = await process.RaiseAsync();
        for (var i = 0; i < 25 * 60 && (await process.DeliveriesAsync("n")) is not [{ Status: DeliveryStatus.Dead }]; i++)
        {
            await process.RelayAsync();
            process.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var dead = Assert.Single(await process.DeliveriesAsync("n"));
        Assert.Equal(DeliveryStatus.Dead, dead.Status);
        Assert.InRange(dead.Attempts, 7, 11);
        Assert.InRange(dead.LastAttemptAt!.Value - value.OccurredAt, TimeSpan.FromHours(24), TimeSpan.FromHours(24.1));
        Assert.Equal(0, await process.QueuedAsync());
        process.Time.Advance(DeliveryStore.Kept);
        Assert.Empty(await process.DeliveriesAsync("n"));
    }

    [Fact]
    public async Task Relay_SomethingNewWhileBackedOff_AsksAgainSoonButNotBeforeRetryAfter()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        await process.RaiseAsync();
        for (var i = 0; i < 5; i++)
        {
            process.Channel.Results.Enqueue(SendResult.Unavailable(SendErrors.ConnectFailed));
            await process.RelayAsync();
            process.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(5, process.Channel.Sent.Count);
        process.Channel.Results.Enqueue(new SendResult(SendOutcome.Unavailable, 429, SendErrors.HttpStatus, TimeSpan.FromMinutes(10)));
        await process.RaiseAsync();
        await process.RelayAsync();
        Assert.Equal(6, process.Channel.Sent.Count);
        await process.RaiseAsync();
        process.Time.Advance(TimeSpan.FromMinutes(9));
        await process.RelayAsync();
        Assert.Equal(6, process.Channel.Sent.Count);
        process.Time.Advance(TimeSpan.FromMinutes(1.1));
        await process.RelayAsync();
        Assert.Equal(9, process.Channel.Sent.Count);
    }

    [Fact]
    public async Task Relay_ReceiverGone_IsNotTriedAgain()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        await process.RaiseAsync();
        process.Channel.Results.Enqueue(new SendResult(SendOutcome.Gone, 410, SendErrors.HttpStatus));
        await process.DrainAsync();
        Assert.Single(process.Channel.Sent);
        Assert.Equal(DeliveryStatus.Dead, Assert.Single(await process.DeliveriesAsync("n")).Status);
    }

    [Fact]
    public async Task Relay_SameDedupeKeyWithinAnHour_SentOnceForEachNotification()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("a");
        await process.DeclareAsync("b");
        for (var i = 0; i < 3; i++) await process.RaiseAsync(dedupeKey: "same");
        await process.RaiseAsync(dedupeKey: "other");
        await process.RelayAsync();
        Assert.Equal(4, process.Channel.Sent.Count);
        Assert.Equal(2, (await process.DeliveriesAsync("a")).Count(d => d.Status == DeliveryStatus.Deduplicated));
        process.Time.Advance(DeliveryStore.DedupeWindow);
        await process.RaiseAsync(dedupeKey: "same");
        await process.RelayAsync();
        Assert.Equal(6, process.Channel.Sent.Count);
    }

    [Fact]
    public async Task Relay_SameEventRaisedAgain_IsSentOnce()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        var value = await process.RaiseAsync();
        await process.RelayAsync();
        await process.Inner.ExecuteBatchAsync(NotificationOutbox.Partition(RelayProcess.Tenant), [NotificationOutbox.ToOperation(value)], CancellationToken.None);
        await process.RelayAsync();
        Assert.Single(process.Channel.Sent);
        Assert.Equal(0, await process.OutboxAsync());
    }

    [Fact]
    public async Task Relay_NotificationDeleted_WhatIsOpenIsDead()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        await process.RaiseAsync();
        process.Channel.Results.Enqueue(SendResult.Unavailable(SendErrors.Timeout));
        await process.RelayAsync();
        await process.Inner.DeleteAsync(NotificationOutbox.Partition(RelayProcess.Tenant), "notifications:n", null, CancellationToken.None);
        await process.RelayAsync();
        var dead = Assert.Single(await process.DeliveriesAsync("n"));
        Assert.Equal((DeliveryStatus.Dead, SendErrors.NotificationDeleted), (dead.Status, dead.LastError));
        Assert.Equal(0, await process.QueuedAsync());
    }

    [Fact]
    public async Task Relay_ManyEventsStuckAtOneReceiver_OthersAreNotHeldUp()
    {
        await using var process = new RelayProcess();
        process.Channel.Decide = (m, _) => new(m.Notification.Id == "stuck" ? SendResult.Unavailable(SendErrors.Timeout) : null);
        await process.DeclareAsync("stuck");
        await process.DeclareAsync("fine");
        for (var i = 0; i < 300; i++) await process.RaiseAsync();
        await process.DrainAsync(10);
        Assert.Equal(300, process.Channel.Sent.Count(m => m.Notification.Id == "fine"));
        Assert.InRange(process.Channel.Sent.Count(m => m.Notification.Id == "stuck"), 1, 3);
    }

    [Fact]
    public async Task Relay_EntryNobodyCanRead_DoesNotHoldUpTheRest()
    {
        await using var process = new RelayProcess();
        await process.DeclareAsync("n");
        await process.Inner.UpsertAsync(NotificationOutbox.Partition(RelayProcess.Tenant), new("o:000000000001:evt_x", """{"id":"evt_x","type":7}"""u8.ToArray()), CancellationToken.None);
        await process.RaiseAsync();
        await process.RelayAsync();
        Assert.Single(process.Channel.Sent);
        Assert.Equal(0, await process.OutboxAsync());
    }
}
