using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>What a call holds while it goes on: other providers, further attempts, answers that do not come back, holds that are lost.</summary>
public sealed class LedgerHoldTests : LedgerTestBase
{
    private static readonly Limit Money = Of(LimitUnit.Usd, 100, LimitWindow.Day, "p0");
    private static readonly Limit Rate = Of(LimitUnit.Requests, 3, LimitWindow.Minute, "p0");
    private static readonly Limit Places = Of(LimitUnit.Concurrent, 1, LimitWindow.None, "p0");

    [Fact]
    public async Task Extend_SameProviderAgain_NeedsOnePlaceAndOneBoundButAnotherRequest()
    {
        var reservation = await GrantedAsync([], Bound(60));

        Assert.Null(await ExtendAsync(reservation, "p0", [Money, Rate, Places]));
        Assert.Null(await ExtendAsync(reservation, "p0", [Money, Rate, Places]));

        Assert.Equal((0, 60, 0), await StandAsync(Money));
        Assert.Equal((0, 2, 0), await StandAsync(Rate));
        Assert.Equal((0, 1, 0), await StandAsync(Places));
    }

    [Fact]
    public async Task Extend_AfterRenewal_TakesWhatTheAttemptUsed()
    {
        var reservation = await GrantedAsync([Usd(200)], Bound(60));
        await ExtendAsync(reservation, "p0", [Money, Rate]);
        Assert.Null(await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 25)], CancellationToken.None));
        Assert.Equal((25, 35, 0), await StandAsync(Money));

        Assert.Null(await ExtendAsync(reservation, "p0", [Money, Rate]));
        Assert.Equal((25, 60, 0), await StandAsync(Money));
        await SettleAsync(reservation, LedgerCaller.Attempt(2, 10));

        Assert.Equal((35, 0, 0), await StandAsync(Money));
        Assert.Equal((2, 0, 0), await StandAsync(Rate));
        Assert.Equal((35, 0, 0), await StandAsync(Usd(200)));
    }

    [Fact]
    public async Task Renew_AttemptBeyondItsBound_ChargesTheProviderInFullAndTellsOfTheOverrun()
    {
        var reservation = await GrantedAsync([Usd(200)], Bound(60));
        await ExtendAsync(reservation, "p0", [Money]);
        await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 70)], CancellationToken.None);

        var result = await SettleAsync(reservation);

        Assert.Equal((70, 0, 10), await StandAsync(Money));
        Assert.Equal(10, result.Overrun.NanoDollars);
    }

    [Fact]
    public async Task Renew_NoRoomForTheNextAttempt_RefusesAndTheAttemptIsStillCharged()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(60));

        var refusal = await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 41)], CancellationToken.None);
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 41));

        Assert.Equal((RefusalReason.Busy, 41), (refusal!.Reason, refusal.Wanted));
        Assert.Equal((41, 0, 0), await StandAsync(Usd(100)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Extend_AnswerLost_LaterStepsKnowWhatIsHeld(bool isDone)
    {
        var reservation = await GrantedAsync([], Bound(60));
        await GrantedExtensionAsync(Money);
        First.Store.Arm(0, isDone);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await ExtendAsync(reservation, "p0", [Money]));
        Assert.Equal((0, isDone ? 61 : 1, 0), await StandAsync(Money));

        Assert.Null(await ExtendAsync(reservation, "p0", [Money]));
        Assert.Equal((0, 61, 0), await StandAsync(Money));
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 30));

        Assert.Equal((30, 1, 0), await StandAsync(Money));
    }

    [Fact]
    public async Task Extend_CounterCannotBeMade_HoldsWhatItHeldBefore()
    {
        var reservation = await GrantedAsync([], Bound(60));
        First.Store.Arm(1, isDone: false);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await ExtendAsync(reservation, "p0", [Money]));
        await GrantedExtensionAsync(Money);

        await SettleAsync(reservation, LedgerCaller.Attempt(1, 0));

        Assert.Equal((0, 1, 0), await StandAsync(Money));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Renew_AnswerLost_ChargesTheAttemptOnce(bool isDone)
    {
        var reservation = await GrantedAsync([Usd(200)], Bound(60));
        First.Store.Arm(0, isDone);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 20)], CancellationToken.None));

        Assert.Null(await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 20)], CancellationToken.None));
        await SettleAsync(reservation, LedgerCaller.Attempt(1, 20), LedgerCaller.Attempt(2, 30));

        Assert.Equal((50, 0, 0), await StandAsync(Usd(200)));
        Assert.Equal([20, 30], (await EventsAsync()).Select(static e => e.Usage.Cost.Total.Value));
        Assert.Equal(1, (await EventsAsync()).Sum(static e => e.Requests));
    }

    [Fact]
    public async Task Reserve_AnswerLost_IsGivenBackWithoutACharge()
    {
        await SettleAsync(await GrantedAsync([Usd(100)], Bound(1)), LedgerCaller.Attempt(1, 1));
        First.Store.Arm(0, isDone: true);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Caller.ReserveAsync([Usd(100)], Bound(60)));
        Assert.Equal((1, 60, 0), await StandAsync(Usd(100)));

        await First.DrainAsync();

        Assert.Equal((1, 0, 0), await StandAsync(Usd(100)));
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task ExtendAndRenew_AfterASweep_AreRefusedAndTheSettlementCorrects()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(60), TimeSpan.FromSeconds(30));
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, await Caller.SweepAsync());

        Assert.Equal(RefusalReason.HoldLost, (await ExtendAsync(reservation, "p0", [Money]))!.Reason);
        Assert.Equal(RefusalReason.HoldLost, (await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 20)], CancellationToken.None))!.Reason);
        Assert.Equal((60, 0, 0), await StandAsync(Usd(100)));

        Assert.Equal(SettleOutcome.Corrected, (await SettleAsync(reservation, LedgerCaller.Attempt(1, 20))).Outcome);
        Assert.Equal((20, 0, 0), await StandAsync(Usd(100)));
        Assert.Equal((0, 0, 0), await StandAsync(Money));
    }

    private async Task GrantedExtensionAsync(Limit limit) => Assert.Null(await ExtendAsync(await GrantedAsync([], Bound(1)), "p0", [limit]));
}
