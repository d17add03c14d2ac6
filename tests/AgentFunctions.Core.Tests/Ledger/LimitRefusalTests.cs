using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

public sealed class LimitRefusalTests : LedgerTestBase
{
    [Fact]
    public async Task Bound_AboveTheAmount_ExceedsLimitAndNoWaitingHelps()
    {
        var refusal = await RefusedAsync([Usd(100)], Bound(101));

        Assert.Equal((RefusalReason.ExceedsLimit, 101, null), (refusal.Reason, refusal.Wanted, refusal.RetryAfter));
        Assert.Equal((0, 0), (refusal.State.Settled, refusal.State.Held));
    }

    [Fact]
    public async Task Bound_EqualToTheAmount_IsGranted()
    {
        var reservation = await GrantedAsync([Usd(100)], Bound(100));

        Assert.Equal(0, reservation.Limits.Single().Remaining);
    }

    [Fact]
    public async Task Settled_LeavesNoRoomAndTheWindowIsLong_IsExhausted()
    {
        await SettleAsync(await GrantedAsync([Usd(100)], Bound(60)), Attempt(60));

        var refusal = await RefusedAsync([Usd(100)], Bound(41));

        Assert.Equal((RefusalReason.Exhausted, null, 60), (refusal.Reason, refusal.RetryAfter, refusal.State.Settled));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero), refusal.State.ResetsAt);
    }

    [Fact]
    public async Task Held_LeavesNoRoom_IsBusyAndComesBackSoon()
    {
        await GrantedAsync([Usd(100)], Bound(60));

        var refusal = await RefusedAsync([Usd(100)], Bound(41));

        Assert.Equal((RefusalReason.Busy, TimeSpan.FromSeconds(1), 60), (refusal.Reason, refusal.RetryAfter, refusal.State.Held));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(20, 40)]
    [InlineData(59.7, 1)]
    public async Task Minute_UsedUp_IsBusyUntilItEnds(double secondsIn, double retryAfter)
    {
        var limit = Of(LimitUnit.Requests, 1, LimitWindow.Minute);
        Time.Advance(TimeSpan.FromSeconds(secondsIn));
        await SettleAsync(await GrantedAsync([limit], Bound(1)), Attempt(1));

        var refusal = await RefusedAsync([limit], Bound(1));

        Assert.Equal((RefusalReason.Busy, TimeSpan.FromSeconds(retryAfter)), (refusal.Reason, refusal.RetryAfter));
    }

    [Theory]
    [InlineData(121, RefusalReason.Exhausted)]
    [InlineData(120, RefusalReason.Busy)]
    public async Task Hour_UsedUp_IsWorthWaitingForTwoMinutesAtMost(int secondsLeft, RefusalReason reason)
    {
        var limit = Of(LimitUnit.Tokens, 10, LimitWindow.Hour);
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 26, 11, 0, 0, TimeSpan.Zero).AddSeconds(-secondsLeft));
        await SettleAsync(await GrantedAsync([limit], Bound(1)), Attempt(1, tokens: 10));

        Assert.Equal(reason, (await RefusedAsync([limit], Bound(1))).Reason);
    }

    [Theory]
    [InlineData(LimitWindow.Total)]
    [InlineData(LimitWindow.Run)]
    public async Task WindowWithoutAnEnd_UsedUp_IsExhausted(LimitWindow window)
    {
        var limit = Usd(10, window) with { RunId = window == LimitWindow.Run ? "r1" : null };
        await SettleAsync(await GrantedAsync([limit], Bound(10)), Attempt(10));

        Assert.Equal((RefusalReason.Exhausted, null), ((await RefusedAsync([limit], Bound(1))).Reason, (await RefusedAsync([limit], Bound(1))).State.ResetsAt));
    }

    [Fact]
    public async Task Places_AllTaken_IsConcurrencyUntilOneIsFree()
    {
        var limit = Of(LimitUnit.Concurrent, 2, LimitWindow.None);
        var first = await GrantedAsync([limit], Bound(1));
        await GrantedAsync([limit], Bound(1));

        var refusal = await RefusedAsync([limit], Bound(1));
        await SettleAsync(first, Attempt(1));

        Assert.Equal((RefusalReason.Concurrency, TimeSpan.FromSeconds(1)), (refusal.Reason, refusal.RetryAfter));
        await GrantedAsync([limit], Bound(1));
    }

    [Fact]
    public async Task Shadow_WouldRefuse_TellsAndLetsThrough()
    {
        var shadow = Usd(10, mode: LimitMode.Shadow, id: "watch");

        var reservation = await GrantedAsync([Usd(100), shadow], Bound(11));

        Assert.Equal([shadow], reservation.ShadowRefusals.Select(static state => state.Limit));
        Assert.Equal([Usd(100)], reservation.Limits.Select(static state => state.Limit));
        Assert.Equal((0, 11, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task LoweredAmount_BelowWhatIsThere_RefusesAndIsNeverNegative()
    {
        await GrantedAsync([Usd(100)], Bound(80));

        var refusal = await RefusedAsync([Usd(50)], Bound(1));

        Assert.Equal((RefusalReason.Busy, 0), (refusal.Reason, refusal.State.Remaining));
    }

    private static AttemptUsage Attempt(long cost, long tokens = 1) => LedgerCaller.Attempt(1, cost, tokens);
}
