using System.Globalization;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;
using Xunit.Abstractions;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>
/// Tasks of some kinds, each with one way that works; outcomes are noisy. An agent does what its memory advises, now and then something else, and writes down what it did. One memory keeps everything, ours what outcomes bear
/// out.
/// </summary>
public sealed class MemorySimulationTests(ITestOutputHelper output)
{
    private const int Steps = 2000;
    private const int Windows = 10;
    private const int Kinds = 40;
    private const int Ways = 5;
    private const double Slips = 0.05;
    private const int MostBad = 20;
    private static readonly string[] Names = ["alpha", "bravo", "carol", "delta", "elder"];

    [Fact]
    public async Task Errors_StayFlat_WhereAddingEverythingMakesThemRise()
    {
        await using var ours = new MemoryWorld();
        var (errors, junk) = await RunOursAsync(ours, 20261126);
        var (others, hoard) = RunAddEverything(20261126);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[measured] {Steps} steps, wrong ones of {Steps / Windows} each: ours {string.Join(' ', errors)}, slope {Slope(errors):F2}; add everything {string.Join(' ', others)}, slope {Slope(others):F2}; junk {junk:P1} and {hoard:P1}"));

        // Wrong steps of 200, and how many more there are with every window.
        Assert.InRange(Slope(errors), -10, 0.75);
        Assert.True(Slope(others) > 4, $"{Slope(others)}");
        Assert.InRange(errors[^1], 0, (int)(Steps / Windows * 2 * Slips));
        Assert.True(others[^1] > 5 * errors[^1], $"{others[^1]} {errors[^1]}");
        Assert.InRange(junk, 0, 0.05);
        Assert.True(hoard > 0.2, $"{hoard}");
        await ours.VerifyAsync();
    }

    [Fact]
    public async Task PlantedFalseExperience_IsNoAdviceAfterThreeBadOutcomes()
    {
        await using var world = new MemoryWorld();
        var planted = (await world.WriteAsync(MemoryWorld.Draft(TextOf(7, 3), MemoryKind.Episodic, MemorySourceKind.Approved, MemoryWorld.Operator, isTrusted: true))).Id!;
        var bad = 0;
        while (bad < MostBad && (await world.SearchAsync(QueryOf(7))).Hits is [{ Record.Id: var advised }, ..] && advised == planted)
        {
            await world.GiveAsync($"r{bad}", planted);
            for (var claim = 0; claim < 5; claim++) await world.EndAsync($"r{bad}", isSuccess: true, isVerified: claim % 2 == 0, MemoryWorld.Own);
            await world.EndAsync($"r{bad}", isSuccess: false);
            bad++;
        }

        output.WriteLine($"[measured] the planted false experience was advice until {bad} bad outcomes, {5 * bad} claims of its agent to the contrary");
        Assert.Equal(3, bad);
        var found = await world.SearchAsync(QueryOf(7));
        Assert.Equal(MemoryState.Demoted, (await world.GetAsync(planted)).State);
        Assert.Empty(found.Hits);
        Assert.Equal(planted, Assert.Single(found.Warnings).Record.Id);
    }

    private static async Task<(int[] Errors, double Junk)> RunOursAsync(MemoryWorld world, int seed)
    {
        var random = new Random(seed);
        var errors = new int[Windows];
        for (var step = 0; step < Steps; step++)
        {
            var (kind, run) = (random.Next(Kinds), $"r{step}");
            var found = await world.SearchAsync(QueryOf(kind));
            var advice = found.Hits.Where(hit => hit.Record.Text.Contains(KindOf(kind), StringComparison.Ordinal)).Select(static h => h.Record).FirstOrDefault();
            var way = Choose(random, kind, advice is null ? null : WayOf(advice.Text));
            if (advice is not null && WayOf(advice.Text) == way) await world.GiveAsync(run, advice.Id);
            var learned = await world.WriteAsync(MemoryWorld.Learned(TextOf(kind, way), run));
            Assert.NotEqual(MemoryRefusals.Invalid, learned.Reason);
            if (way != RightOf(kind)) errors[step * Windows / Steps]++;
            await world.EndAsync(run, Succeeds(random, kind, way));
            await world.EndAsync(run, isSuccess: true, isVerified: true, MemoryWorld.Own);
            world.Time.Advance(TimeSpan.FromMinutes(20));
            if (step % 100 == 99) await world.Process.ConsolidateAsync();
        }

        var given = (await world.AllAsync()).Where(static r => r.State is MemoryState.Active or MemoryState.Demoted).ToList();
        var wrong = given.Count(r => (r.IsNegative || r.State == MemoryState.Demoted) == (WayOf(r.Text) == RightOf(int.Parse(r.Text.Split(' ')[1][1..], CultureInfo.InvariantCulture))));
        return (errors, (double)wrong / given.Count);
    }

    /// <summary>The latest that was written of a kind is followed, as the most alike and most recent.</summary>
    private static (int[] Errors, double Junk) RunAddEverything(int seed)
    {
        var random = new Random(seed);
        var errors = new int[Windows];
        var memory = new List<(int Kind, int Way)>();
        for (var step = 0; step < Steps; step++)
        {
            var kind = random.Next(Kinds);
            var advice = memory.FindLastIndex(m => m.Kind == kind);
            var way = Choose(random, kind, advice < 0 ? null : memory[advice].Way);
            memory.Add((kind, way));
            if (way != RightOf(kind)) errors[step * Windows / Steps]++;
            Succeeds(random, kind, way);
        }

        return (errors, (double)memory.Count(static m => m.Way != RightOf(m.Kind)) / memory.Count);
    }

    /// <summary>Without advice it is right mostly; with it, it does as advised but for a slip.</summary>
    private static int Choose(Random random, int kind, int? advice)
    {
        var slip = random.NextDouble();
        var other = random.Next(Ways);
        if (advice is { } way) return slip < Slips ? other : way;
        return slip < 2 * Slips ? other : RightOf(kind);
    }

    private static bool Succeeds(Random random, int kind, int way) => random.NextDouble() < (way == RightOf(kind) ? 0.9 : 0.05);

    private static int RightOf(int kind) => kind * 7 % Ways;

    private static string KindOf(int kind) => $"K{kind:00}";

    private static string TextOf(int kind, int way) => $"Task {KindOf(kind)} is done with the tool {Names[way]}.";

    private static string QueryOf(int kind) => $"How is task {KindOf(kind)} done?";

    private static int WayOf(string text) => Array.FindIndex(Names, name => text.Contains(name, StringComparison.Ordinal));

    /// <summary>Least squares.</summary>
    private static double Slope(int[] values)
    {
        var (mx, my) = ((values.Length - 1) / 2.0, values.Average());
        return values.Select((v, i) => (i - mx) * (v - my)).Sum() / values.Select((_, i) => (i - mx) * (i - mx)).Sum();
    }
}
