using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>Windows, how long their counters are kept, and amounts at the end of what integers hold.</summary>
public sealed class LedgerWindowTests : LedgerTestBase
{
    private const long Largest = DocumentLimits.MaxInteger;

    [Fact]
    public async Task Call_OverMidnight_CountsInTheDayItWasAdmittedIn()
    {
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 26, 23, 59, 59, TimeSpan.Zero));
        var reservation = await GrantedAsync([Usd(100), Usd(100, LimitWindow.Month)], Bound(60));
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((0, 0, 0), await StandAsync(Usd(100)));
        var next = await GrantedAsync([Usd(100)], Bound(100));

        await SettleAsync(reservation, LedgerCaller.Attempt(1, 50));

        Assert.Equal((0, 100, 0), await StandAsync(Usd(100)));
        Assert.Equal((50, 0, 0), await StandAsync(Usd(100, LimitWindow.Month)));
        await SettleAsync(next, LedgerCaller.Attempt(1, 100));
        Assert.Equal((100, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Call_AdmittedBeforeMidnightReservedAfter_IsToldToComeBackAtOnce()
    {
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 27, 0, 0, 1, TimeSpan.Zero));
        var before = Time.GetUtcNow().AddSeconds(-2);
        await GrantedAsync([Usd(100)], Bound(100), at: before);

        var refusal = (await Caller.ReserveAsync([Usd(100)], Bound(1), at: before)).Refusal!;

        Assert.Equal((RefusalReason.Busy, TimeSpan.FromSeconds(1), "day:2026-11-26"), (refusal.Reason, refusal.RetryAfter, refusal.State.WindowId));
        await GrantedAsync([Usd(100)], Bound(100));
    }

    [Theory]
    [InlineData(LimitWindow.Minute, "2026-11-26T11:32:00Z")]
    [InlineData(LimitWindow.Hour, "2026-11-28T11:00:00Z")]
    [InlineData(LimitWindow.Day, "2027-01-06T00:00:00Z")]
    [InlineData(LimitWindow.Month, "2028-01-05T00:00:00Z")]
    [InlineData(LimitWindow.Total, null)]
    public async Task Counter_OfAWindow_IsKeptForItsTimeAfterTheEnd(LimitWindow window, string? until)
    {
        await GrantedAsync([Usd(100, window)], Bound(1));

        var page = await Store.QueryAsync(LedgerDocuments.Partition(Tenant), new DocumentQuery(IdPrefix: LedgerDocuments.CounterPrefix), CancellationToken.None);

        Assert.Equal(until, page.Items.Single().ExpiresAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Call_ThatOutlivesItsCounter_RenewsAndSettlesOnTheOthers()
    {
        var minute = Of(LimitUnit.Tokens, 100, LimitWindow.Minute);
        var reservation = await GrantedAsync([minute, Usd(100)], Bound(10), TimeSpan.FromHours(3));
        Time.Advance(TimeSpan.FromHours(2));
        await First.ShowAsync();

        Assert.Null(await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 4)], CancellationToken.None));
        Assert.Equal(SettleOutcome.Settled, (await SettleAsync(reservation, LedgerCaller.Attempt(2, 5))).Outcome);

        Assert.Equal((9, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task Sweep_OfACallThatOutlivedItsCounter_ChargesTheOthers()
    {
        await GrantedAsync([Of(LimitUnit.Tokens, 100, LimitWindow.Minute), Usd(100)], Bound(10), TimeSpan.FromMinutes(1));
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(1, await Caller.SweepAsync());

        Assert.Equal((10, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task LargestAmount_UsedToTheLast_IsExact()
    {
        var limit = Usd(QuotaAmounts.MaxWhole);
        await SettleAsync(await GrantedAsync([limit], Bound(QuotaAmounts.MaxWhole - 1)), LedgerCaller.Attempt(1, QuotaAmounts.MaxWhole - 1));

        Assert.Equal(RefusalReason.Exhausted, (await RefusedAsync([limit], Bound(2))).Reason);
        await SettleAsync(await GrantedAsync([limit], Bound(1)), LedgerCaller.Attempt(1, 1));

        Assert.Equal((QuotaAmounts.MaxWhole, 0, 0), await StandAsync(limit));
    }

    [Theory]
    [InlineData(Largest)]
    [InlineData(long.MaxValue)]
    public async Task Bound_AboveEverything_IsRefusedByALimitAndGrantedWithoutOne(long bound)
    {
        Assert.Equal(RefusalReason.ExceedsLimit, (await RefusedAsync([Usd(100)], new LedgerAmounts(bound, bound, 1, bound))).Reason);

        Assert.Equal(SettleOutcome.Settled, (await SettleAsync(await GrantedAsync([], new LedgerAmounts(bound, bound, 1, bound)), LedgerCaller.Attempt(1, 5))).Outcome);
    }

    [Fact]
    public async Task WatchedCounter_AtTheEndOfIntegers_RefusesNobodyAndIsUsableAgain()
    {
        var shadow = Usd(100, mode: LimitMode.Shadow);
        var huge = await GrantedAsync([shadow], new LedgerAmounts(long.MaxValue, 1, 1, 1));

        var next = await GrantedAsync([shadow, Of(LimitUnit.Tokens, 100, LimitWindow.Day)], Bound(10));
        await SettleAsync(next, LedgerCaller.Attempt(1, 10));
        await SettleAsync(huge, LedgerCaller.Attempt(1, 3));

        Assert.Equal((3, 0, 0), await StandAsync(shadow));
        await GrantedAsync([shadow], Bound(10));
        Assert.Equal((3, 10, 0), await StandAsync(shadow));
    }

    [Fact]
    public async Task Bound_Negative_IsAProgrammingError() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Caller.ReserveAsync([Usd(100)], Bound(-1)));

    [Fact]
    public void HoldIds_SortByExpiry_AndTheBoundSplitsExpiredFromRunning()
    {
        var now = new DateTimeOffset(2026, 11, 26, 10, 31, 7, 250, TimeSpan.Zero);
        string[] expired = [LedgerDocuments.HoldId(now.AddYears(-30), "z"), LedgerDocuments.HoldId(now.AddSeconds(-1), "z"), LedgerDocuments.HoldId(now.AddMilliseconds(-250), "z")];
        string[] running = [LedgerDocuments.HoldId(now.AddMilliseconds(1), "0"), LedgerDocuments.HoldId(now.AddYears(100), "0")];

        Assert.Equal(expired.Concat(running), expired.Concat(running).Reverse().Order(StringComparer.Ordinal));
        Assert.All(expired, id => Assert.True(string.CompareOrdinal(id, LedgerDocuments.HoldIdBound(now)) < 0));
        Assert.All(running, id => Assert.True(string.CompareOrdinal(id, LedgerDocuments.HoldIdBound(now)) > 0));
    }
}
