using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>Holds that become larger while their call runs.</summary>
public sealed class LedgerGrowTests : LedgerTestBase
{
    private static readonly Limit Provider = Of(LimitUnit.Usd, 70, LimitWindow.Day, "p0");
    private static readonly Limit Tokens = Of(LimitUnit.Tokens, 15, LimitWindow.Day);

    [Fact]
    public async Task Grow_RoomOnEveryLimit_HoldsMoreOfMoneyAndTokensOnly()
    {
        var rate = Of(LimitUnit.Requests, 1, LimitWindow.Minute);
        var reservation = await GrantedAsync([Usd(100), Tokens, rate], Bound(60));
        await ExtendAsync(reservation, "p0", [Provider]);

        Assert.Null(await GrowAsync(reservation, 10, 5));

        Assert.Equal((0, 70, 0), await StandAsync(Usd(100)));
        Assert.Equal((0, 15, 0), await StandAsync(Tokens));
        Assert.Equal((0, 1, 0), await StandAsync(rate));
        Assert.Equal((0, 70, 0), await StandAsync(Provider));
        Assert.Equal((70, 15), (reservation.Bound.NanoDollars, reservation.Bound.Tokens));
        var result = await SettleAsync(reservation, LedgerCaller.Attempt(1, 65));
        Assert.Equal(default, result.Overrun);
        Assert.Equal((65, 0, 0), await StandAsync(Usd(100)));
        Assert.Equal((65, 0, 0), await StandAsync(Provider));
    }

    [Fact]
    public async Task Grow_ProviderHasNoRoom_HoldsNothingMoreAnywhere()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(60));
        await ExtendAsync(reservation, "p0", [Provider]);

        var refusal = await GrowAsync(reservation, 11, 0);

        Assert.Equal((RefusalReason.Exhausted, Provider, 11), (refusal!.Reason, refusal.State.Limit, refusal.Wanted));
        Assert.Equal((0, 60, 0), await StandAsync(Usd(100)));
        Assert.Equal((0, 60, 0), await StandAsync(Provider));
        Assert.Equal(60, reservation.Bound.NanoDollars);
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 60));
        Assert.Equal((60, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Grow_AtAnotherProvider_LeavesTheFirstAlone()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(60));
        await ExtendAsync(reservation, "p0", [Provider]);

        Assert.Null(await Ledger.GrowAsync(reservation, "p1", new LedgerAmounts(20, 0, 0, 0), CancellationToken.None));

        Assert.Equal((0, 80, 0), await StandAsync(Usd(100)));
        Assert.Equal((0, 60, 0), await StandAsync(Provider));
    }

    [Fact]
    public async Task Grow_RoomHeldByOthers_IsBusyAndItsOwnHoldIsNot()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(40));
        await GrantedAsync([Usd(100)], Bound(50));

        Assert.Equal(RefusalReason.Busy, (await GrowAsync(reservation, 11, 0))!.Reason);
        Assert.Equal(RefusalReason.Exhausted, (await GrowAsync(reservation, 61, 0))!.Reason);
        Assert.Null(await GrowAsync(reservation, 10, 0));
        Assert.Equal((0, 100, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Grow_ProcessDies_IsChargedAtWhatItHeldLast()
    {
        var reservation = await GrantedAsync([Usd(100), Tokens], Bound(60));
        await GrowAsync(reservation, 25, 3);

        Time.Advance(TimeSpan.FromMinutes(11));
        await First.ShowAsync();
        Assert.Equal(1, await Caller.SweepAsync());

        Assert.Equal((85, 0, 0), await StandAsync(Usd(100)));
        var usage = Assert.Single(await EventsAsync()).Usage;
        Assert.Equal((85, 13, true), (usage.Cost.Total.Value, usage.Tokens.Total, usage.IsEstimated));
        Assert.Equal(RefusalReason.HoldLost, (await GrowAsync(reservation, 1, 0))!.Reason);
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 30));
        Assert.Equal((30, 0, 0), await StandAsync(Usd(100)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grow_AnswerLost_LaterStepsKnowWhatIsHeld(bool isDone)
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(60));
        First.Store.Arm(0, isDone);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await GrowAsync(reservation, 10, 0));
        Assert.Equal(60, reservation.Bound.NanoDollars);

        Assert.Null(await GrowAsync(reservation, 10, 0));
        Assert.Equal((0, isDone ? 80 : 70, 0), await StandAsync(Usd(100)));
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 64));

        Assert.Equal((64, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Grow_CounterGoneWithItsWindow_GoesOnWithoutIt()
    {
        var minute = Usd(100, LimitWindow.Minute);
        var reservation = await GrantedAsync([minute, Usd(100)], Bound(60), TimeSpan.FromHours(3));
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Null(await GrowAsync(reservation, 10, 0));

        Assert.Equal((0, 70, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Grow_OnlyWatched_TellsOnce()
    {
        var reservation = await GrantedAsync([Usd(65, mode: LimitMode.Shadow)], Bound(60));
        Assert.Empty(reservation.ShadowRefusals);

        Assert.Null(await GrowAsync(reservation, 10, 0));
        Assert.Null(await GrowAsync(reservation, 10, 0));

        Assert.Equal(70, Assert.Single(reservation.ShadowRefusals).Held);
    }

    private ValueTask<LimitRefusal?> GrowAsync(Reservation reservation, long nanoDollars, long tokens) => Ledger.GrowAsync(reservation, "p0", new LedgerAmounts(nanoDollars, tokens, 0, 0), CancellationToken.None);
}
