using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Sets;

namespace AgentFunctions.Core.Tests.Resources.Sets;

/// <summary>A set that fits no batch, and processes that end in the middle of it.</summary>
public sealed class StagedChangeTests
{
    private const int Count = 150;
    private static readonly ResourceSet Ours = new([]) { ManagedBy = "ours" };

    [Fact]
    public async Task Apply_Large_IsOneChangeWithItsVersions()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await using var other = instance.Sibling();
        await other.ViewAsync();
        var before = await instance.SequenceAsync();

        var result = (await instance.ApplyAsync(Ours, Items("a"))).Value!;

        other.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((before + 1, before + 1), (result.Sequence, await instance.SequenceAsync()));
        Assert.Equal(Count + 1, (await other.ViewAsync())!.Providers.Count);
        Assert.Equal(0, await StagedAsync(instance));
    }

    [Fact]
    public async Task Apply_ProcessGoneAtAnyOperation_AllOrNothingForWhoeverComesNext()
    {
        var (all, none) = (0, 0);
        for (var dieAt = 1; ; dieAt++)
        {
            await using var dying = await new ControlInstance().WithDemoAsync();
            var operations = 0;
            dying.Store.Before = () => Interlocked.Increment(ref operations) >= dieAt ? throw new DocumentStoreUnavailableException("killed") : Task.CompletedTask;
            var ended = false;
            try
            {
                ended = (await dying.ApplyAsync(Ours, Items("a"))).Error is null;
            }
            catch (DocumentStoreUnavailableException)
            {
                // Killed here.
            }

            await using var next = dying.Sibling();
            var stored = 0;
            for (var i = 0; i < Count; i++) stored += await next.SpecAsync("providers", $"p{i:000}") is null ? 0 : 1;
            Assert.True(stored is 0 or Count, $"killed at operation {dieAt}: {stored} of {Count} resources");
            Assert.True(!ended || stored == Count, $"killed at {dieAt}: answered, but not stored");
            if (stored == 0) none++;
            else all++;

            // Whatever the dead one left, the next change works: at once, or when the time it had is over.
            var following = next.ApplyAsync(Ours, Items("b")).AsTask();
            await TestKit.TestWait.UntilAsync(
                () =>
                {
                    next.Time.Advance(TimeSpan.FromMilliseconds(500));
                    return following.IsCompleted;
                },
                "a change after a killed one must end");
            Assert.Null((await following).Error);
            Assert.Equal("""{"type":"simulated","headers":{"x-n":"b"}}""", await next.SpecAsync("providers", "p007"));
            if (operations < dieAt) break;
        }

        Assert.True(all > 3 && none > 3, $"{all} ends with everything, {none} with nothing: the kills did not fall on both sides");
    }

    [Fact]
    public async Task Apply_TwoLargeAtOnce_OneAfterTheOther()
    {
        await using var one = await new ControlInstance().WithDemoAsync();
        await using var two = one.Sibling();
        var before = await one.SequenceAsync();

        var both = Task.WhenAll(Task.Run(() => one.ApplyAsync(Ours, Items("a")).AsTask()), Task.Run(() => two.ApplyAsync(Ours, Items("b")).AsTask()));
        await TestKit.TestWait.UntilAsync(
            () =>
            {
                one.Time.Advance(TimeSpan.FromMilliseconds(50));
                return both.IsCompleted;
            },
            "two large changes must end");

        Assert.All(await both, o => Assert.Null(o.Error));
        Assert.Equal(before + 2, await one.SequenceAsync());
        var specs = new HashSet<string?>();
        for (var i = 0; i < Count; i++) specs.Add(await one.SpecAsync("providers", $"p{i:000}"));
        Assert.Single(specs);
    }

    private static List<(string Kind, string Id, string Spec)> Items(string header) =>
        [.. Enumerable.Range(0, Count).Select(i => ("providers", $"p{i:000}", """{"type":"simulated","headers":{"x-n":"#"}}""".Replace("#", header, StringComparison.Ordinal)))];

    private static async Task<int> StagedAsync(ControlInstance instance) =>
        (await instance.Inner.QueryAsync(new DocumentPartition(DocumentContainer.Resources, "default"), new DocumentQuery(IdPrefix: "s:"), CancellationToken.None)).Items.Count;
}
