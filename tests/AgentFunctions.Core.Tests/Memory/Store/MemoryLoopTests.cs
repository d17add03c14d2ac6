using System.Globalization;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>What memory gave out is told again, a thousand times in mixed disguises, each time as something else. It does not grow by it, but for the few that may be news.</summary>
public sealed class MemoryLoopTests
{
    private const int Steps = 1000;
    private const int StepsOfOne = 300;
    private const int OfRun = 10;
    private const int OfCaller = 20;
    private const int AllOfRun = 200;
    private const string Lamp = "Kim ordered a green desk lamp with a walnut base in March.";

    private static readonly string[][] Synonyms =
        [["ordered", "bought", "purchased", "got", "requested"], ["green", "emerald", "greenish", "olive"], ["desk", "table", "office", "bench"], ["lamp", "light", "luminaire", "lantern"], ["walnut", "wooden", "timber", "nutwood"], ["base", "foot", "stand", "pedestal"]];

    public static TheoryData<string, int, int> Disguises => new()
    {
        // In a run, and by a caller outside of runs.
        { "subject", OfRun, OfCaller }, { "speaker", 0, 0 }, { "batch", 0, 0 }, { "learned", 0, 0 }, { "seen", 0, 0 }, { "said", 0, 0 }, { "weekday", OfRun, OfCaller }, { "number", OfRun, OfCaller }, { "name", OfRun, OfCaller },
        { "negated", OfRun, OfCaller }, { "more", OfRun, OfCaller }, { "mixed", OfRun, OfCaller },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task InARun_GrowsByAFewAtMost(string disguise, int most, int ofCaller)
    {
        Assert.True(most <= ofCaller);
        Assert.InRange(await LoopAsync(disguise, static (text, _) => MemoryWorld.Note(text, run: "r1"), static _ => "r1"), 0, most);
        Assert.InRange(await LoopAsync(disguise, static (text, _) => MemoryWorld.Learned(text, "r1"), static _ => "r1"), 0, most);
        Assert.InRange(await LoopAsync(disguise, static (text, _) => MemoryWorld.Said(text) with { Source = new MemorySource(MemorySourceKind.Written, MemoryWorld.Own, null, "r1", true) }, static _ => "r1"), 0, most);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task ByACaller_WhateverRunItNames_GrowsByAFewAtMost(string disguise, int ofRun, int most)
    {
        Assert.True(ofRun <= most);
        Assert.InRange(await LoopAsync(disguise, static (text, _) => MemoryWorld.Said(text), static _ => null), 0, most);
        Assert.InRange(await LoopAsync(disguise, static (text, step) => MemoryWorld.Note(text, run: $"r{step}"), static step => $"r{step}"), 0, most);
    }

    [Fact]
    public async Task InOtherWords_GrowsByWhatOneRunMayTell()
    {
        Assert.InRange(await LoopAsync("synonyms", static (text, _) => MemoryWorld.Note(text, run: "r1"), static _ => "r1"), 1, AllOfRun);
        Assert.InRange(await LoopAsync("news", static (text, _) => MemoryWorld.Note(text, run: "r1"), static _ => "r1"), AllOfRun, AllOfRun);
    }

    /// <summary>How many records there are more after all steps. Of another subject, or learned, none is found.</summary>
    private static async Task<int> LoopAsync(string disguise, Func<string, int, MemoryDraft> draft, Func<int, string?> run)
    {
        await using var world = new MemoryWorld();
        var random = new Random(20261127);
        await world.WriteAsync(MemoryWorld.Said(Lamp, MemoryWorld.Operator) with { Subject = "kim" });
        for (var step = 0; step < (disguise is "mixed" or "synonyms" or "news" ? Steps : StepsOfOne); step++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            var hits = (await world.SearchAsync("Who ordered a desk lamp?")).Hits;
            await world.GiveAsync(run(step), [.. hits.Select(static h => h.Record.Id)]);
            var (text, subject, speaker) = Disguise(disguise, random, hits[random.Next(hits.Count)].Record.Text, step);
            var result = await world.WriteAsync(draft(text, step) with { Subject = subject, Speaker = speaker });
            Assert.True(result.Status != MemoryWriteStatus.Refused || result.Reason is MemoryRefusals.Recalled or MemoryRefusals.Limit, $"{step} {result.Reason}: {text}");
            if (disguise == "subject") Assert.NotEqual(MemoryWriteStatus.Stored, result.Status);
        }

        await world.VerifyAsync();
        return (await world.AllAsync()).Count - 1;
    }

    private static (string Text, string? Subject, string? Speaker) Disguise(string kind, Random random, string text, int step)
    {
        var bare = text.TrimEnd('.');
        var letter = (char)('a' + random.Next(26));
        string At(string format) => MemoryWorld.Start.AddSeconds(step).ToString(format, CultureInfo.InvariantCulture);
        return kind switch
        {
            "subject" => (text, $"customer-{step}", null),
            "speaker" => (text, null, $"speaker-{step}"),
            "batch" => ($"{bare} according to batch {step}.", null, null),
            "learned" => ($"It was {(random.Next(2) == 0 ? "learned" : "noted")} at {At("yyyy-MM-dd HH:mm")} that {text}", null, null),
            "seen" => (random.Next(2) == 0 ? $"{bare} (seen {At("yyyy-MM-ddTHH:mm:ssZ")}, step {step})" : bare.Replace(" with", $" [{At("yyyy-MM-dd HH:mm")}] with", StringComparison.Ordinal), null, null),
            "said" => (random.Next(2) == 0 ? $"{bare}, as Ann{letter} said." : $"As Ann{letter} said, {text}", null, null),
            "weekday" => ($"{bare} on {(DayOfWeek)(step % 7)}, as Ann{letter} said.", null, null),
            "number" => ($"{bare} for {step} Euro.", null, null),
            "name" => (text.Replace("lamp", $"lamp called {letter}oria{step}", StringComparison.Ordinal), null, null),
            "negated" => ($"It is not so that {text} {(step % 2 == 0 ? "Never" : "No")} {step}.", null, null),
            "more" => ($"{text} It came up at step {step} of {letter}.", $"customer-{step % 3}", null),
            "synonyms" => (Paraphrase(random), null, null),
            "news" => ($"{Word(random)} {Word(random)} {Word(random)} {Word(random)} {step}.", null, null),
            _ => Disguise(new[] { "subject", "batch", "learned", "seen", "weekday", "number", "name", "more" }[random.Next(8)], random, text, step),
        };
    }

    private static string Paraphrase(Random random)
    {
        string Any(int i) => Synonyms[i][random.Next(Synonyms[i].Length)];
        return $"Kim {Any(0)} a {Any(1)} {Any(2)} {Any(3)} with a {Any(4)} {Any(5)} in March.";
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 4).Select(_ => $"{"bdfgklmnprst"[random.Next(12)]}{"aeiou"[random.Next(5)]}"));
}
