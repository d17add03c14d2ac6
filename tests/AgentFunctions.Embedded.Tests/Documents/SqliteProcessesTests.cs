using System.Globalization;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>Several processes on one folder: exact totals, and everybody gets their turn.</summary>
public sealed class SqliteProcessesTests(ITestOutputHelper output) : IDisposable
{
    private const int Processes = 3;
    private const int WritesPerLane = 250;
    private const int Lanes = 4;
    private static readonly DocumentPartition Shared = new(DocumentContainer.Ledger, "default", "shared");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ThreeProcesses_WriteAtOnce_TotalsExactAndNobodyStarves()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Shared, new DocumentWrite("counter", Encoding.UTF8.GetBytes("""{"held":0}""")), CancellationToken.None);
        var workers = Enumerable.Range(0, Processes)
            .Select(_ => WorkerProcess.Start("count", _folder.Data, WritesPerLane.ToString(CultureInfo.InvariantCulture)))
            .ToList();
        try
        {
            foreach (var worker in workers)
                await worker.ExpectReadyAsync();
            foreach (var worker in workers)
                worker.Go();
            foreach (var worker in workers)
                await AssertWorkerAsync(worker);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        var counter = await store.ReadAsync(Shared, "counter", CancellationToken.None);
        Assert.Equal($$"""{"held":{{Processes * Lanes * WritesPerLane}}}""", Encoding.UTF8.GetString(counter.Document!.Body.Span));
    }

    [Fact]
    public async Task SecondProcess_OpensAndReads_WhileTheFirstHasTheStoreOpen()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Shared, new DocumentWrite("counter", Encoding.UTF8.GetBytes("""{"held":0}""")), CancellationToken.None);

        using var worker = WorkerProcess.Start("count", _folder.Data, "1");
        await worker.ExpectReadyAsync();
        worker.Go();
        await AssertWorkerAsync(worker);

        // No cache on this side: the other process's commit is what a read returns.
        var counter = await store.ReadAsync(Shared, "counter", CancellationToken.None);
        Assert.Equal("""{"held":4}""", Encoding.UTF8.GetString(counter.Document!.Body.Span));
    }

    private async Task AssertWorkerAsync(WorkerProcess worker)
    {
        var line = await worker.ReadLineAsync();
        Assert.Equal(0, await worker.WaitForExitAsync());
        Assert.NotNull(line);
        output.WriteLine($"(count, p50, p99, max ms) {line}");
        var figures = line.Split(' ');
        Assert.Equal("done", figures[0]);
        Assert.True(double.Parse(figures[3], CultureInfo.InvariantCulture) < 2000, $"A process starves (its p99 comes near the busy timeout): {line}");
    }
}
