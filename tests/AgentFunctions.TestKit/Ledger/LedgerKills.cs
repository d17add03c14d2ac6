using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>
/// Kills a process that draws from blocks before, and after, each store operation of a course that takes blocks, draws, charges, grows, extends, gives back and takes anew. Whatever it left behind comes back once it counts
/// as gone, and what is charged is what the usage events say. Opens one store a kill.
/// </summary>
/// <param name="open">Opens an empty store.</param>
/// <param name="every">1 for every kill there can be, more for a sample: each so-many-th.</param>
public sealed class LedgerKills(Func<TimeProvider, Task<(IDocumentStore Store, Func<ValueTask> Close)>> open, int every = 1)
{
    private const long Amount = 400;
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly Limit Spend = new("q0", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, Amount, LimitMode.Enforce);
    private static readonly Limit Places = new("q1", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 40, LimitMode.Enforce);
    private static readonly Limit OfProvider = new("q2", new LimitScope(LimitScopeKind.Provider, "p0"), LimitUnit.Usd, LimitWindow.Day, Amount, LimitMode.Enforce);

    /// <summary>Kills; how many.</summary>
    public async Task<int> RunAsync()
    {
        var kills = 0;
        foreach (var isDone in new[] { false, true })
            for (var passing = 0; await KillAsync(passing, isDone); passing += every) kills++;
        return kills;
    }

    private async Task<bool> KillAsync(int passing, bool isDone)
    {
        var time = new FakeTimeProvider(Start);
        var (store, close) = await open(time);
        try
        {
            using var killed = new LedgerProcess(store, time, LedgerProcess.DrawEagerly);
            killed.Store.Kill(passing, isDone);
            var isKilled = await IsKilledAsync(killed, time);
            await AssertComesBackAsync(store, time, $"{passing} operations passed, the next was {(isDone ? "done" : "lost")}");
            return isKilled;
        }
        finally
        {
            await close();
        }
    }

    private static async Task<bool> IsKilledAsync(LedgerProcess process, FakeTimeProvider time)
    {
        var caller = new LedgerCaller(process, time);
        try
        {
            for (var i = 0; i < 4; i++) await caller.CallAsync([Spend, Places], Bound(10), cost: 7);
            var reservation = (await caller.ReserveAsync([Spend, Places], Bound(10))).Reservation!;
            Assert.NotNull(reservation.Shard);
            Assert.Null(await process.Ledger.ExtendAsync(reservation, "p0", [OfProvider], Bound(10), CancellationToken.None));
            Assert.Null(await process.Ledger.GrowAsync(reservation, "p0", Bound(60) with { Requests = 0, Bytes = 0 }, CancellationToken.None));
            Assert.Null(await process.Ledger.RenewAsync(reservation, [LedgerCaller.Attempt(1, 30)], CancellationToken.None));
            Assert.Null(await process.Ledger.ExtendAsync(reservation, "p0", [OfProvider], Bound(70), CancellationToken.None));
            await process.KeepAsync();
            Assert.Equal(SettleOutcome.Settled, (await process.Ledger.SettleAsync(reservation, [LedgerCaller.Attempt(1, 30), LedgerCaller.Attempt(2, 65)], CancellationToken.None)).Outcome);
            time.Advance(TimeSpan.FromSeconds(11));
            await process.KeepAsync();
            for (var i = 0; i < 3; i++) await caller.CallAsync([Spend, Places], Bound(10), cost: 7);
            await process.KeepAsync(isLast: true);

            // It logs what it cannot do rather than throw.
            return process.Store.Fails;
        }
        catch (DocumentStoreUnavailableException)
        {
            return true;
        }
    }

    private static async Task AssertComesBackAsync(IDocumentStore store, FakeTimeProvider time, string kill)
    {
        using var other = new LedgerProcess(store, time, LedgerProcess.DrawEagerly);
        time.Advance(new LedgerOptions().OwnerLife + TimeSpan.FromSeconds(1));
        await other.ShowAsync();
        var caller = new LedgerCaller(other, time);
        await caller.SweepAsync();
        var view = await LedgerView.ReadAsync(store, []);
        Assert.True(view.Uses.Values.All(static use => use is { Due: false, Held: 0, Left: 0 }), $"{kill}: {string.Join("; ", view.Uses)}");
        Assert.True(view.Stored.Values.All(static counter => counter is { Held: 0, Blocks: 0, Overrun: 0 }), $"{kill}: {string.Join("; ", view.Stored)}");
        var charged = view.Events.Values.Sum(static e => e.Usage.Cost.Total.Value);
        Assert.True((await caller.ReadAsync(Spend)).Settled == charged, $"{kill}: {(await caller.ReadAsync(Spend)).Settled} charged, but the events come to {charged}");

        // Nothing of the limit is lost, and nothing too much of it is there.
        Assert.True((await caller.ReserveAsync([Spend], Bound(Amount - charged + 1))).Refusal is not null, kill);
        Assert.True((await caller.ReserveAsync([Spend], Bound(Amount - charged))).Reservation is not null, kill);
        Assert.True((await caller.ReserveAsync([Spend], Bound(1))).Reservation is null, kill);
    }

    private static LedgerAmounts Bound(long nanoDollars) => new(nanoDollars, 1, 1, 1);
}
