using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Processes that run workflows are killed or stopped at any moment: every instance completes, and every result counts once.</summary>
public sealed class WorkflowFaultTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private const int StepsOfOne = 12;

    /// <summary>12 of its own and 2 of each of 2 children.</summary>
    private const int ResultsOfOne = 16;
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(3);

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 300 : 20;

    [Fact]
    public async Task Kill_AtAnyMoment_EveryInstanceCompletesAndEachResultCountsOnce()
    {
        await using var folder = new WorkflowFolder();
        var random = new Random(Seed);
        List<string> ids = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var i = 0; i < 2; i++)
            {
                ids.Add($"run-{kill}-{i}");
                await folder.ScheduleAsync(ids[^1], StepsOfOne);
            }

            using var worker = await folder.StartAsync(ShortLease, TimeSpan.Zero);
            worker.KillAfter(TimeSpan.FromMilliseconds(random.Next(1, 150)));
        }

        using var last = await folder.StartAsync(ShortLease, TimeSpan.Zero);
        var results = await AllResultsAsync(folder, ids);
        last.Kill();
        await last.WaitForExitAsync();

        var effects = folder.Effects();
        Assert.Empty(folder.Doubled());
        Assert.Equal(results.Count, folder.Recorded());
        Assert.Empty(results.Except(effects));
        Assert.Equal(ids.Count * ResultsOfOne, results.Distinct().Count());
        output.WriteLine($"[measured] {Kills} kills, {ids.Count} instances, {results.Count} results recorded once each, {effects.Count - results.Count} activities ran again");
    }

    [Fact]
    public async Task Stop_PastItsLease_WritesNothingWhenItGoesOn()
    {
        await using var folder = new WorkflowFolder();
        string[] ids = [.. Enumerable.Range(0, 10).Select(i => $"run-{i}")];
        foreach (var id in ids)
            await folder.ScheduleAsync(id, StepsOfOne);
        using var stopped = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(50));
        await TestWait.UntilAsync(() => folder.Effects().Count > 20, "the first process is in the middle of it");
        folder.Stop(stopped);
        var before = folder.Owners();

        using var other = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(1));
        var results = await AllResultsAsync(folder, ids);
        var records = folder.Records();
        stopped.Signal("CONT");
        await TestWait.UntilAsync(() => folder.Owners() is { Count: 2 } owners && !owners.Intersect(before).Any(), "the first process noticed and took a new lease");

        Assert.Equal(records, folder.Records());
        Assert.Empty(folder.Doubled());
        Assert.Equal(ids.Length * ResultsOfOne, results.Distinct().Count());
    }

    /// <summary>A process that lost its lease when the store would give no other takes one as soon as it does, and works on.</summary>
    [Fact]
    public async Task LeaseLost_StoreRefusesAnother_TakesOneLater()
    {
        await using var folder = new WorkflowFolder();
        using var worker = await folder.StartAsync(ShortLease, TimeSpan.Zero);
        var before = Assert.Single(folder.Owners());

        folder.RefuseOwners();
        var refused = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(refused) > ShortLease, "the process looked after its lease more than once");
        Assert.Empty(folder.Owners());
        folder.AllowOwners();

        await TestWait.UntilAsync(() => folder.Owners() is [var owner] && owner != before, "it has a lease again");
        await folder.ScheduleAsync("after", StepsOfOne);
        Assert.Equal(WorkflowStatus.Completed, (await folder.EndAsync("after")).Status);
    }

    [Fact]
    public async Task Stop_AndGoOnWhileAnotherWorks_EachResultCountsOnce()
    {
        await using var folder = new WorkflowFolder();
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"run-{i}")];
        foreach (var id in ids)
            await folder.ScheduleAsync(id, StepsOfOne * 2);
        using var stopped = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(100));
        await TestWait.UntilAsync(() => folder.Effects().Count > 20, "the first process is in the middle of it");
        folder.Stop(stopped);
        var seen = folder.Effects().Count;

        using var other = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(100));
        await TestWait.UntilAsync(() => folder.Effects().Count > seen + 50, "the other took over and is in the middle of it");
        stopped.Signal("CONT");
        var results = await AllResultsAsync(folder, ids);

        Assert.Empty(folder.Doubled());
        Assert.Equal(results.Count, results.Distinct().Count());
    }

    [Fact]
    public async Task TwoProcesses_OneKilled_TheOtherTakesOverWithinItsLease()
    {
        await using var folder = new WorkflowFolder();
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"run-{i}")];
        using var first = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(20));
        foreach (var id in ids)
            await folder.ScheduleAsync(id, StepsOfOne);
        await TestWait.UntilAsync(() => folder.Effects().Count > 20, "the first process is in the middle of it");
        using var second = await folder.StartAsync(ShortLease, TimeSpan.FromMilliseconds(20));
        var owners = folder.Owners();

        first.Kill();
        var killed = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => folder.Owners().Count == owners.Count - 1, "the second process noticed");
        var took = Stopwatch.GetElapsedTime(killed);
        var results = await AllResultsAsync(folder, ids);

        Assert.True(took < ShortLease + TimeSpan.FromSeconds(2), $"It took {took}.");
        Assert.Empty(folder.Doubled());
        Assert.Equal(ids.Length * ResultsOfOne, results.Distinct().Count());
        output.WriteLine($"[measured] taken over after {took.TotalSeconds:0.0} s of a lease of {ShortLease.TotalSeconds:0} s");
    }

    private static async Task<List<string>> AllResultsAsync(WorkflowFolder folder, IEnumerable<string> ids)
    {
        List<string> results = [];
        foreach (var id in ids)
        {
            var ended = await folder.EndAsync(id);
            Assert.True(ended.Status == WorkflowStatus.Completed, $"{id}: {ended.Status} {ended.Failure}");
            results.AddRange(ended.Output!.Value.Deserialize<string[]>()!);
        }
        return results;
    }
}
