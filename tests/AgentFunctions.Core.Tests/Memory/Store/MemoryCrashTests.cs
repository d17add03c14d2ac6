using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>A process ends at every single operation of the store, before it is done or before its answer comes back: nothing is half there, and done again it comes to what it would have come to.</summary>
public sealed class MemoryCrashTests
{
    private static readonly SubjectScope Ann = new(MemoryWorld.Tenant, "ann", null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Write_ThatMerges(bool isDone) => CrashEverywhereAsync(isDone, static async world =>
    {
        await world.WriteAsync(MemoryWorld.Note("The lamp is green."));
    }, static async process =>
    {
        await process.Writer.WriteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, [MemoryWorld.Note("The lamp is green.", MemoryWorld.Operator), MemoryWorld.Said("Hello there.") with { SessionId = "s", Speaker = "Ann" }], CancellationToken.None);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Write_ThatSupersedes(bool isDone) => CrashEverywhereAsync(isDone, static async world =>
    {
        await world.KnowAsync("Ann", "home city", "Oslo");
        await world.WriteAsync(MemoryWorld.Fact("Ann", "home city", "Rome", since: MemoryWorld.Start.AddDays(1)));
    }, static async process =>
    {
        await process.Writer.WriteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, [MemoryWorld.Fact("Ann", "home city", "Rome", MemoryWorld.Operator, since: MemoryWorld.Start.AddDays(1))], CancellationToken.None);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Outcome_OfARunThatUsedAndLearned(bool isDone) => CrashEverywhereAsync(isDone, static async world =>
    {
        var used = await world.WriteAllAsync(MemoryWorld.Said("The lamp is green."), MemoryWorld.Said("The door is blue."));
        await world.GiveAsync("r1", [.. used.Select(static u => u.Id)]);
        await world.WriteAsync(MemoryWorld.Learned("Restarting clears the backlog.", "r1"));
        await world.WriteAsync(MemoryWorld.Learned("Waiting is of no use.", "r1", isTrusted: false));
    }, static async process =>
    {
        await process.Outcomes.RunEndedAsync(MemoryWorld.Tenant, MemoryWorld.Agent, new("r1", false, true, MemoryWorld.Operator), CancellationToken.None);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Consolidation_ThatMergesForgetsAndDeletes(bool isDone) => CrashEverywhereAsync(isDone, FillAsync, static process => process.ConsolidateAsync());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Erasure(bool isDone) => CrashEverywhereAsync(isDone, FillAsync, static process => process.Erasures.EraseAsync(Ann, MemoryWorld.Operator, CancellationToken.None).AsTask(), static async world =>
    {
        // Even if nobody asks again: the job completes it.
        await world.Process.ResumeErasuresAsync();
        var documents = await MemoryInvariants.DocumentsAsync(world.Documents, MemoryWorld.Tenant, MemoryWorld.Agent);
        var pending = await world.Documents.QueryAsync(MemoryDocuments.ErasuresPartition(MemoryWorld.Tenant), new DocumentQuery(IdPrefix: "p:"), CancellationToken.None);
        Assert.Empty(pending.Items);
        var recorded = (await world.Process.Erasures.ListAsync(MemoryWorld.Tenant, null, null, CancellationToken.None)).Value!.Items;
        if (recorded.Count > 0) Assert.Equal(4, Assert.Single(recorded).Removed["memory"]);
        if (recorded.Count > 0) Assert.DoesNotContain(documents.Values, static body => body.Contains("\"Ann\"", StringComparison.Ordinal) || body.Contains("zeppelin", StringComparison.Ordinal));
    });

    private static async Task CrashEverywhereAsync(bool isDone, Func<MemoryWorld, Task> fill, Func<MemoryProcess, Task> act, Func<MemoryWorld, Task>? recover = null)
    {
        await using var whole = new MemoryWorld();
        await fill(whole);
        await act(whole.Process);
        var expected = await MeaningAsync(whole);
        for (var kill = 0; ; kill++)
        {
            Assert.InRange(kill, 0, 5000);
            await using var world = new MemoryWorld();
            await fill(world);
            var wasKilled = await ActAsync(world, act, kill, isDone);
            await world.VerifyAsync();
            if (recover is not null && wasKilled) await recover(world);
            await world.VerifyAsync();
            await act(world.Process);
            await world.VerifyAsync();
            Assert.Equal(expected, await MeaningAsync(world));
            if (!wasKilled)
            {
                Assert.True(kill > 3, "Nothing was interrupted.");
                return;
            }
        }
    }

    private static async Task<bool> ActAsync(MemoryWorld world, Func<MemoryProcess, Task> act, int kill, bool isDone)
    {
        await using var killed = new MemoryProcess(world.Documents, world.Time, null, null, MemoryWorld.Tenant);
        killed.Store.Arm(kill, isDone);
        try
        {
            await act(killed);
            return false;
        }
        catch (DocumentStoreUnavailableException)
        {
            return true;
        }
    }

    /// <summary>All states a record can be in, twins, links, versions and what was derived.</summary>
    private static async Task FillAsync(MemoryWorld world)
    {
        var said = (await world.WriteAsync(MemoryWorld.Said("I keep a zeppelin in the barn.") with { Speaker = "Ann" })).Id!;
        await world.WriteAsync(MemoryWorld.Note("There is a zeppelin.") with { Links = [new MemoryLink(MemoryLinkKind.DerivedFrom, said, 1)] });
        await world.WriteAsync(MemoryWorld.Said("It looked fine to me.") with { Speaker = "Bob", Links = [new MemoryLink(MemoryLinkKind.RelatedTo, said, 1)] });
        await world.KnowAsync("Ann", "home city", "Oslo");
        await world.KnowAsync("Ann", "home city", "Rome", MemoryWorld.Start.AddDays(1));
        await world.WriteAsync(MemoryWorld.Note("Nobody ever said so.", isTrusted: false));
        await TwinAsync(world, "The door of the barn is blue.", "The door of the barn is really blue.");
        world.Time.Advance(TimeSpan.FromDays(400));
        await world.WriteAsync(MemoryWorld.Note("The lamp is green."));
        await TwinAsync(world, "The gate of the barn is green.", "The gate of the barn is very green.");
    }

    /// <summary>Two that were written past each other.</summary>
    private static async Task TwinAsync(MemoryWorld world, string one, string two)
    {
        await world.WriteAsync(MemoryWorld.Said(one));
        await using var elsewhere = new MemoryWorld();
        elsewhere.Time.SetUtcNow(world.Time.GetUtcNow().AddSeconds(1));
        await elsewhere.WriteAsync(MemoryWorld.Said(two, MemoryWorld.Operator));
        foreach (var (id, body) in await MemoryInvariants.DocumentsAsync(elsewhere.Documents, MemoryWorld.Tenant, MemoryWorld.Agent))
            await world.Documents.CreateAsync(MemoryDocuments.Partition(MemoryWorld.Tenant, MemoryWorld.Agent), new DocumentWrite(id, System.Text.Encoding.UTF8.GetBytes(body)), CancellationToken.None);
    }

    /// <summary>What is known, without ids, which are made anew each time.</summary>
    private static async Task<List<string>> MeaningAsync(MemoryWorld world) =>
    [
        .. (await world.AllAsync()).Select(static r =>
            $"{r.Text} {r.State} v{r.Version} {r.Usefulness} {r.IsNegative} {r.Turn} {string.Join(',', r.Sources.Select(static s => s.Principal))} {string.Join(',', r.Links.Select(static l => $"{l.Kind}@{l.TargetVersion}"))}").Order(StringComparer.Ordinal),
    ];
}
