using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Many callers at once: nothing is lost, nothing is granted twice.</summary>
public abstract class DocumentConcurrencyConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private const int Workers = 8;
    private const int Rounds = 40;

    [Fact]
    public async Task CompareAndSet_ManyCallers_TotalIsExact()
    {
        await SeedAsync("counter", """{"n":0}""");

        await InParallelAsync(async _ =>
        {
            for (var done = 0; done < Rounds;)
            {
                var current = await FetchAsync("counter");
                var next = Write("counter", $$"""{"n":{{Number(current, "n") + 1}}}""");
                done += (await Store.ReplaceAsync(Partition, next, current.ETag, None)).IsOk ? 1 : 0;
            }
        });

        Assert.Equal(Workers * Rounds, Number(await FetchAsync("counter"), "n"));
    }

    [Fact]
    public async Task Increment_ManyCallers_TotalIsExact()
    {
        await SeedAsync("counter", """{"n":0}""");

        await InParallelAsync(async _ =>
        {
            for (var i = 0; i < Rounds; i++)
                Assert.True((await Store.PatchAsync(Partition, "counter", [new PatchOperation.Increment("n", 1)], null, None)).IsOk);
        });

        Assert.Equal(Workers * Rounds, Number(await FetchAsync("counter"), "n"));
    }

    [Fact]
    public async Task SumAtMost_ManyCallers_GrantsExactlyTheAmount()
    {
        await SeedAsync("counter", """{"held":0}""");
        var granted = 0;

        await InParallelAsync(async _ =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                var result = await Store.PatchAsync(Partition, "counter", [new PatchOperation.Increment("held", 3)], new DocumentFilter.SumAtMost(["held"], 3, 300), None);
                if (result.IsOk)
                    Interlocked.Increment(ref granted);
                else
                    Assert.Equal(DocumentStatus.PreconditionFailed, result.Status);
            }
        });

        Assert.Equal(100, granted);
        Assert.Equal(300, Number(await FetchAsync("counter"), "held"));
    }

    [Fact]
    public async Task Create_ManyCallersOneId_OneWins()
    {
        var won = 0;

        await InParallelAsync(async _ =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                if ((await Store.CreateAsync(Partition, Write($"d{i}", "{}"), None)).IsOk)
                    Interlocked.Increment(ref won);
            }
        });

        Assert.Equal(Rounds, won);
    }

    [Fact]
    public async Task Batch_ReadersMeanwhile_NeverSeeHalfOfOne()
    {
        await Store.ExecuteBatchAsync(Partition, [new BatchOperation.Create(Write("a", """{"n":0}""")), new BatchOperation.Create(Write("b", """{"n":0}"""))], None);
        using var done = new CancellationTokenSource();
        var reader = ReadPairsAsync(done.Token);

        await InParallelAsync(async _ =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                BatchOperation[] both = [new BatchOperation.Patch("a", [new PatchOperation.Increment("n", 1)]), new BatchOperation.Patch("b", [new PatchOperation.Increment("n", 1)])];
                Assert.True((await Store.ExecuteBatchAsync(Partition, both, None)).IsOk);
            }
        });
        await done.CancelAsync();

        Assert.True(await reader > 0);
        Assert.Equal(Workers * Rounds, Number(await FetchAsync("b"), "n"));
    }

    [Fact]
    public async Task Write_Acknowledged_IsReadByEverybodyAtOnce()
    {
        await InParallelAsync(async worker =>
        {
            var id = $"w{worker}";
            for (var i = 0; i < Rounds; i++)
            {
                var written = await SeedAsync(id, $$"""{"n":{{i}}}""");
                Assert.Equal(written.ETag, (await FetchAsync(id)).ETag);
            }
        });
    }

    /// <summary>A page is one state of the partition.</summary>
    private async Task<int> ReadPairsAsync(CancellationToken until)
    {
        var reads = 0;
        do
        {
            var page = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: reads % 2 == 0 ? "n" : null), None);
            Assert.Equal(2, page.Items.Count);
            Assert.Equal(Number(page.Items[0], "n"), Number(page.Items[1], "n"));
            reads++;
            await Task.Yield();
        }
        while (!until.IsCancellationRequested);
        return reads;
    }

    private static long Number(Document document, string name)
    {
        using var json = JsonDocument.Parse(document.Body);
        return json.RootElement.GetProperty(name).GetInt64();
    }

    private static Task InParallelAsync(Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => work(worker))));
}
