using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

public sealed class HoldSweeperTests : LedgerTestBase
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task MoreHoldsThanAPage_Expired_AreAllCharged()
    {
        const int Count = DocumentLimits.MaxPageSize + 120;
        for (var i = 0; i < Count; i++) await GrantedAsync([Usd(10_000)], Bound(3), Lease);
        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(Count, await Caller.SweepAsync());

        Assert.Equal((3 * Count, 0, 0), await StandAsync(Usd(10_000)));
        Assert.Equal(0, await Caller.SweepAsync());
    }

    [Fact]
    public async Task Lease_NotOverYet_IsLeftAlone()
    {
        await GrantedAsync([Usd(100)], Bound(3), Lease);

        Time.Advance(Lease - TimeSpan.FromMilliseconds(1));
        await First.ShowAsync();
        Assert.Equal(0, await Caller.SweepAsync());
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await Caller.SweepAsync());
    }

    [Fact]
    public async Task SilentProcess_IsChargedLongBeforeItsLeaseEnds_OthersAreNot()
    {
        var other = Start();
        await new LedgerCaller(other, Time).ReserveAsync([Usd(100)], Bound(40));
        await GrantedAsync([Usd(100), Of(LimitUnit.Concurrent, 5, LimitWindow.None)], Bound(3));
        Time.Advance(new LedgerOptions().OwnerLife);
        await other.ShowAsync();

        Assert.Equal(1, await other.Ledger.SweepAsync(Tenant, CancellationToken.None));

        Assert.Equal((3, 40, 0), await StandAsync(Usd(100)));
        Assert.Equal((0, 0, 0), await StandAsync(Of(LimitUnit.Concurrent, 5, LimitWindow.None)));
    }

    [Fact]
    public async Task ProcessThatEnds_InGoodOrder_IsChargedAtOnce()
    {
        await GrantedAsync([Usd(100)], Bound(3));

        await First.LeaveAsync();

        Assert.Equal(1, await Start().Ledger.SweepAsync(Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task ProcessThatBegins_BetweenTwoPages_KeepsItsHolds()
    {
        for (var i = 0; i <= DocumentLimits.MaxPageSize; i++) await GrantedAsync([], Bound(3));
        using var late = new LedgerProcess(Store, Time);
        var store = new FaultyDocumentStore(Store);
        var hasBegun = false;
        store.AfterQuery = page =>
        {
            if (hasBegun || page.Items.Count < DocumentLimits.MaxPageSize) return;
            hasBegun = true;

            // Its hold ends last, so it lies on the page to come. The store in memory answers at once.
            Assert.NotNull(new LedgerCaller(late, Time).ReserveAsync([Usd(100)], Bound(7), TimeSpan.FromHours(1)).AsTask().GetAwaiter().GetResult().Reservation);
        };
        using var sweeping = new LedgerProcess(store, Time);

        Assert.Equal(0, await sweeping.Ledger.SweepAsync(Tenant, CancellationToken.None));

        Assert.True(hasBegun);
        Assert.Equal((0, 7, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task HoldThatCannotBeCharged_StaysAndKeepsNoOtherFromBeing()
    {
        await Store.CreateAsync(LedgerDocuments.Partition(Tenant), new DocumentWrite("h:00000000001:broken", Encoding.UTF8.GetBytes("""{"lines":7}""")), CancellationToken.None);
        await GrantedAsync([Usd(100)], Bound(3), Lease);
        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(1, await Caller.SweepAsync());

        Assert.Equal((3, 0, 0), await StandAsync(Usd(100)));
    }

    [Fact]
    public async Task DeadCall_AfterARenewal_IsWhatWasRenewedAndOneBound()
    {
        var provider = Of(LimitUnit.Usd, 1_000, LimitWindow.Day, "p0");
        var reservation = await GrantedAsync([Usd(1_000)], Bound(50), Lease);
        await ExtendAsync(reservation, "p0", [provider]);
        await Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 20)], CancellationToken.None);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Caller.SweepAsync();

        Assert.Equal((70, 0, 0), await StandAsync(Usd(1_000)));
        Assert.Equal((20, 0, 0), await StandAsync(provider));
        Assert.Equal([(1, 20, false, "p0"), (2, 50, true, "unknown")], (await EventsAsync()).Select(static e => (e.Usage.Attempt, (int)e.Usage.Cost.Total.Value, e.Usage.IsEstimated, e.Usage.Provider)));
        Assert.Equal(1, (await EventsAsync()).Sum(static e => e.Requests));
    }

    [Fact]
    public async Task DeadCall_AfterFailover_ChargesTheLastProviderOnly()
    {
        var (first, second) = (Of(LimitUnit.Usd, 1_000, LimitWindow.Day, "p0"), Of(LimitUnit.Usd, 1_000, LimitWindow.Day, "p1"));
        var reservation = await GrantedAsync([Usd(1_000)], Bound(50), Lease);
        await ExtendAsync(reservation, "p0", [first]);
        await ExtendAsync(reservation, "p1", [second]);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Caller.SweepAsync();

        Assert.Equal((50, 0, 0), await StandAsync(Usd(1_000)));
        Assert.Equal((0, 0, 0), await StandAsync(first));
        Assert.Equal((50, 0, 0), await StandAsync(second));
        Assert.Equal("p1", (await EventsAsync()).Single().Usage.Provider);
    }

    [Fact]
    public async Task LateSettlement_OfSeveralAttempts_ReplacesTheEstimate()
    {
        var (first, second) = (Of(LimitUnit.Usd, 1_000, LimitWindow.Day, "p0"), Of(LimitUnit.Usd, 1_000, LimitWindow.Day, "p1"));
        var reservation = await GrantedAsync([Usd(1_000)], Bound(50), Lease);
        await ExtendAsync(reservation, "p0", [first]);
        await ExtendAsync(reservation, "p1", [second]);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Caller.SweepAsync();

        Assert.Equal(SettleOutcome.Corrected, (await SettleAsync(reservation, LedgerCaller.Attempt(1, 0, provider: "p0"), LedgerCaller.Attempt(2, 30, provider: "p1"))).Outcome);
        Assert.Equal(SettleOutcome.AlreadySettled, (await SettleAsync(reservation, LedgerCaller.Attempt(2, 30, provider: "p1"))).Outcome);

        Assert.Equal((30, 0, 0), await StandAsync(Usd(1_000)));
        Assert.Equal((0, 0, 0), await StandAsync(first));
        Assert.Equal((30, 0, 0), await StandAsync(second));
        Assert.Equal([(1, 0, 1, 1), (2, 30, 0, 0)], (await EventsAsync()).Select(static e => (e.Usage.Attempt, (int)e.Usage.Cost.Total.Value, e.Revision, e.Requests)));
    }

    [Fact]
    public async Task LateSettlement_AfterSevenDays_ChangesNothing()
    {
        var total = Usd(1_000, LimitWindow.Total);
        var reservation = await GrantedAsync([total], Bound(50), Lease);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Caller.SweepAsync();
        Time.Advance(LedgerDocuments.EstimateLife);

        Assert.Equal(SettleOutcome.AlreadySettled, (await SettleAsync(reservation, LedgerCaller.Attempt(1, 10))).Outcome);

        Assert.Equal((50, 0, 0), await StandAsync(total));
    }
}
