using System.Globalization;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Ledger;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Ledger;

/// <summary>Real processes on one folder against a budget of 50 calls.</summary>
public sealed class LedgerProcessesTests : IDisposable
{
    private const long Cost = 100_000_000;
    private static readonly Limit Budget = new("budget", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 50 * Cost, LimitMode.Enforce);
    private static readonly Limit Places = new("places", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 1_000, LimitMode.Enforce);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ThreeProcesses_MoreCallsThanTheBudgetPays_GrantExactlyThoseItPays()
    {
        var granted = await RunAsync(["calls", "calls", "calls"], calls: 350);

        Assert.Equal(50, granted.Sum());
        Assert.Equal((50 * Cost, 0, 0), await StandAsync(TimeSpan.Zero, sweeps: 0));
    }

    [Fact]
    public async Task KilledProcess_ItsHolds_AreChargedOnceItsSignOfLifeLapses()
    {
        using var killed = WorkerProcess.Start("holds", _folder.Data, "20");
        await killed.ExpectReadyAsync();
        killed.Go();
        Assert.Equal(20, await GrantedAsync(killed));
        killed.Kill();
        await killed.WaitForExitAsync();

        // The others get what is left, not what the dead one holds.
        var granted = await RunAsync(["calls", "calls"], calls: 200);

        Assert.Equal(30, granted.Sum());
        Assert.Equal((30 * Cost, 20 * Cost, 20), await StandAsync(TimeSpan.Zero, sweeps: 0));
        Assert.Equal((50 * Cost, 0, 0), await StandAsync(TimeSpan.FromSeconds(21), sweeps: 20));
        Assert.Equal((50 * Cost, 0, 0), await StandAsync(TimeSpan.FromSeconds(21), sweeps: 0));
    }

    private async Task<IReadOnlyList<int>> RunAsync(string[] kinds, int calls)
    {
        var workers = kinds.Select(kind => WorkerProcess.Start(kind, _folder.Data, calls.ToString(CultureInfo.InvariantCulture))).ToList();
        try
        {
            foreach (var worker in workers) await worker.ExpectReadyAsync();
            workers.ForEach(static worker => worker.Go());
            var granted = new List<int>();
            foreach (var worker in workers) granted.Add(await GrantedAsync(worker));
            foreach (var worker in workers) Assert.Equal(0, await worker.WaitForExitAsync());
            return granted;
        }
        finally
        {
            workers.ForEach(static worker => worker.Dispose());
        }
    }

    private static async Task<int> GrantedAsync(WorkerProcess worker)
    {
        var line = await worker.ReadLineAsync();
        return line?.Split(' ') is ["done", var granted] ? int.Parse(granted, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"The process said: {line}");
    }

    /// <summary>Settled and held of the budget, and places held, as a process sees them whose clock is <paramref name="later"/>, after its sweep.</summary>
    private async Task<(long Settled, long Held, long Places)> StandAsync(TimeSpan later, int sweeps)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + later);
        await using var store = TestStores.Create(_folder.Data, time);
        using var process = new LedgerProcess(store, time);
        Assert.Equal(sweeps, await process.Ledger.SweepAsync("default", CancellationToken.None));
        var budget = await process.Ledger.ReadAsync("default", Budget, CancellationToken.None);
        return (budget.Settled, budget.Held, (await process.Ledger.ReadAsync("default", Places, CancellationToken.None)).Held);
    }
}
