using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Many callers at once, from several processes, against tight limits: exactly what fits is granted, and what was granted is what was charged.</summary>
public abstract class LedgerConcurrencyConformance<THarness> : IAsyncLifetime
    where THarness : DocumentStoreHarness, new()
{
    private const int Callers = 64;
    private const long Dollar = 1_000_000_000;
    private readonly THarness _harness = new();

    /// <summary>Many more than fit.</summary>
    protected virtual int Calls => 1_000;

    /// <summary>Settings of all processes.</summary>
    protected virtual void Configure(LedgerOptions options)
    {
    }

    private readonly List<LedgerCaller> _callers = [];

    public Task InitializeAsync()
    {
        for (var i = 0; i < 3; i++) _callers.Add(new LedgerCaller(new LedgerProcess(_harness.Store, _harness.Time, Configure), _harness.Time));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var caller in _callers) caller.Process.Dispose();
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task Requests_ManyCallersOnColdCounters_GrantsExactlyTheAmount()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Day, 50, LimitMode.Enforce);

        var granted = await CallAsync(Calls, caller => caller.CallAsync([limit], new LedgerAmounts(1, 1, 1, 1), cost: 1));

        Assert.Equal(50, granted);
        await AssertStandsAsync(limit, settled: 50);
    }

    [Fact]
    public async Task Money_BoundIsTheCost_GrantsExactlyWhatTheBudgetPays()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Day, 5 * Dollar, LimitMode.Enforce);

        var granted = await CallAsync(Calls, caller => caller.CallAsync([limit], new LedgerAmounts(Dollar / 10, 1, 1, 1), cost: Dollar / 10));

        Assert.Equal(50, granted);
        await AssertStandsAsync(limit, settled: 5 * Dollar);
    }

    [Fact]
    public async Task Money_BoundIsTwiceTheCost_IsUsedUpButNeverExceeded()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 5 * Dollar, LimitMode.Enforce);
        var pulse = new LedgerPulse();

        var granted = await CallAsync(Calls, caller => caller.CallUntilAsync([limit], new LedgerAmounts(Dollar / 5, 1, 1, 1), cost: Dollar / 10, RefusalReason.Exhausted, pulse));

        // The last 0.10 are too few for a bound of 0.20.
        Assert.Equal(49, granted);
        await AssertStandsAsync(limit, settled: 49 * Dollar / 10);
    }

    [Fact]
    public async Task Concurrent_ManyCallers_NeverMoreAtOnceAndEveryPlaceComesBack()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 7, LimitMode.Enforce);
        var (running, most) = (0, 0);

        await CallAsync(Calls, caller => caller.CallAsync([limit], new LedgerAmounts(1, 1, 1, 1), cost: 1, during: async () =>
        {
            var now = Interlocked.Increment(ref running);
            for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }));

        Assert.InRange(most, 1, 7);
        await AssertStandsAsync(limit, settled: 0);
    }

    [Fact]
    public async Task ThreeLimits_OneRefuses_NothingIsHeldOfTheOthers()
    {
        Limit[] limits =
        [
            new("q0", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Day, 1_000, LimitMode.Enforce),
            new("q1", new LimitScope(LimitScopeKind.Agent, "a"), LimitUnit.Usd, LimitWindow.Month, 300, LimitMode.Enforce),
            new("q2", new LimitScope(LimitScopeKind.Key, "k"), LimitUnit.Tokens, LimitWindow.Hour, 50, LimitMode.Enforce),
        ];

        var granted = await CallAsync(Calls, caller => caller.CallAsync(limits, new LedgerAmounts(1, 1, 1, 1), cost: 1));

        Assert.Equal(50, granted);
        foreach (var limit in limits) await AssertStandsAsync(limit, settled: 50);
    }

    [Fact]
    public async Task Minute_RollsOverMeanwhile_EachMinuteHasItsOwnAmount()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Minute, 20, LimitMode.Enforce);
        var calls = 0;

        var granted = await CallAsync(Calls, caller =>
        {
            if (Interlocked.Increment(ref calls) == Calls / 2) _harness.Time.Advance(TimeSpan.FromMinutes(1));
            return caller.CallAsync([limit], new LedgerAmounts(1, 1, 1, 1), cost: 1);
        });

        Assert.Equal(40, granted);
        await AssertStandsAsync(limit, settled: 20);
    }

    [Fact]
    public async Task Settle_WhileSweepersTakeTheSameHolds_ChargesEachCallOnce()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 100_000, LimitMode.Enforce);
        var held = new List<(LedgerCaller Caller, Reservation Reservation)>();
        for (var i = 0; i < 200; i++) held.Add((_callers[i % 3], (await _callers[i % 3].ReserveAsync([limit], new LedgerAmounts(100, 1, 1, 1), TimeSpan.FromMinutes(1))).Reservation!));
        _harness.Time.Advance(TimeSpan.FromMinutes(2));
        var (swept, corrected) = (0, 0);

        await Task.WhenAll(
        [
            .. _callers.Select(caller => Task.Run(async () => Interlocked.Add(ref swept, await caller.SweepAsync()))),
            .. held.AsEnumerable().Reverse().Select(call => Task.Run(async () =>
            {
                if (await call.Caller.SettleAsync(call.Reservation, cost: 3) == SettleOutcome.Corrected) Interlocked.Increment(ref corrected);
            })),
        ]);

        Assert.Equal(swept, corrected);
        await AssertStandsAsync(limit, settled: 600);
    }

    [Fact]
    public async Task Settle_TwiceAtOnce_ChargesOnce()
    {
        var limit = new Limit("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 100_000, LimitMode.Enforce);
        for (var i = 0; i < 50; i++)
        {
            var reservation = (await _callers[0].ReserveAsync([limit], new LedgerAmounts(100, 1, 1, 1), TimeSpan.FromMinutes(1))).Reservation!;

            var outcomes = await Task.WhenAll(Task.Run(() => _callers[0].SettleAsync(reservation, cost: 5)), Task.Run(() => _callers[0].SettleAsync(reservation, cost: 5)));

            Assert.Equal([SettleOutcome.Settled, SettleOutcome.AlreadySettled], outcomes.Order());
        }

        await AssertStandsAsync(limit, settled: 250);
    }

    private async Task<int> CallAsync(int calls, Func<LedgerCaller, Task<bool>> call)
    {
        var (left, granted) = (calls, 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                if (await call(_callers[i % _callers.Count])) Interlocked.Increment(ref granted);
        })));
        return granted;
    }

    private async Task AssertStandsAsync(Limit limit, long settled)
    {
        foreach (var caller in _callers) await caller.Process.KeepAsync(isLast: true);
        var state = await _callers[0].ReadAsync(limit);
        Assert.Equal((settled, 0, 0), (state.Settled, state.Held, state.Overrun));
    }
}
