using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

public sealed class SettlementRetriesTests : LedgerTestBase
{
    [Fact]
    public async Task StoreAway_SettlementsStayAndAreChargedOnceWhenItIsBack()
    {
        for (var i = 0; i < 3; i++) First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 4)]);
        First.Store.Fails = true;
        await First.DrainAsync();
        Assert.Equal(3, First.Queue.Count);

        First.Store.Fails = false;
        await First.DrainAsync();

        Assert.Equal(0, First.Queue.Count);
        Assert.Equal((12, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Answer_Lost_IsChargedOnce()
    {
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 4)]);
        First.Store.Arm(0, isDone: true);

        await First.DrainAsync();
        Assert.Equal(1, First.Queue.Count);
        await First.DrainAsync();

        Assert.Equal((4, 0, 0), await StandAsync(Usd(100)));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Queued_WithWhatFollows_IsChargedOnceAndFollowedUntilThatSucceeds()
    {
        var told = 0;
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 14)], () => ++told == 1 ? throw new DocumentStoreUnavailableException("away") : ValueTask.CompletedTask);

        await First.DrainAsync();
        Assert.Equal(1, First.Queue.Count);
        await First.DrainAsync();

        Assert.Equal(2, told);
        Assert.Equal(0, First.Queue.Count);
        Assert.Equal((14, 0, 4), await StandAsync(Usd(100)));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Queued_AndSettledOtherwiseMeanwhile_IsChargedOnce()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(10));
        First.Queue.Enqueue(reservation, [LedgerCaller.Attempt(1, 4)]);
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 4));

        await First.DrainAsync();

        Assert.Equal((4, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Queued_AndSweptMeanwhile_CorrectsTheEstimate()
    {
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10), TimeSpan.FromSeconds(5)), [LedgerCaller.Attempt(1, 4)]);
        Time.Advance(TimeSpan.FromSeconds(6));
        await Caller.SweepAsync();
        Assert.Equal((10, 0, 0), await StandAsync(Usd(100)));

        await First.DrainAsync();

        Assert.Equal((4, 0, 0), await StandAsync(Usd(100)));
        Assert.False((await EventsAsync()).Single().Usage.IsEstimated);
    }

    [Fact]
    public async Task OneThatCannotBeSettled_DoesNotKeepTheOthersFromBeing()
    {
        // An attempt told twice is a mistake of the caller; its hold is charged when it expires.
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 4), LedgerCaller.Attempt(1, 4)]);
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 7)]);

        await First.DrainAsync();

        Assert.Equal(0, First.Queue.Count);
        Assert.Equal((7, 10, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Host_Stops_DrainsBeforeItLeaves()
    {
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 4)]);

        await First.LeaveAsync();

        Assert.Equal((4, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Host_StopsWithItsTimeOver_DrainsAndLeavesAllTheSame()
    {
        First.Queue.Enqueue(await GrantedAsync([Usd(100)], Bound(10)), [LedgerCaller.Attempt(1, 4)]);

        await First.LeaveAsync(new CancellationToken(canceled: true));

        Assert.Equal((4, 0, 0), await StandAsync(Usd(100)));
    }
}
