using System.Text.Json;
using AgentFunctions.Workflows.Agents.Progress;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Workflows.Tests.Agents.Progress;

/// <summary>Circles are stopped within five rounds; changing results and changing arguments are progress.</summary>
public sealed class LoopDetectorTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("AB")]
    [InlineData("ABC")]
    [InlineData("ABCD")]
    [InlineData("ABCDEFGH")]
    [InlineData("AAB")]
    [InlineData("ABA")]
    public void Add_Circle_IsStoppedWithinFiveRounds(string circle)
    {
        var turns = string.Concat(Enumerable.Repeat(circle, LoopDetector.Repeats)).Select(static turn => turn.ToString()).ToArray();
        var stoppedAt = Run(turns);
        Assert.InRange(stoppedAt, 1, circle.Length * LoopDetector.Repeats);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AB")]
    [InlineData("ABC")]
    public void Add_CircleAfterWork_IsStoppedWithinFiveRounds(string circle)
    {
        var work = Enumerable.Range(0, 30).Select(static step => $"work-{step}").ToArray();
        var turns = work.Concat(string.Concat(Enumerable.Repeat(circle, LoopDetector.Repeats)).Select(static turn => turn.ToString())).ToArray();
        Assert.InRange(Run(turns), work.Length + 1, work.Length + (circle.Length * LoopDetector.Repeats));
    }

    [Fact]
    public void Add_FourRounds_IsNoCircleYet() => Assert.Equal(0, Run([.. Enumerable.Repeat("A", LoopDetector.Repeats - 1), "B", .. Enumerable.Repeat("A", LoopDetector.Repeats - 1)]));

    [Fact]
    public void Add_PollingWithChangingResults_NeverTrips() => Assert.Equal(0, Run([.. Enumerable.Range(0, 10_000).Select(static poll => Turn("job.status", """{"id":7}""", $$"""{"done":{{poll}}}"""))]));

    [Fact]
    public void Add_PollingBetweenWaits_NeverTrips() => Assert.Equal(
        0, Run([.. Enumerable.Range(0, 1000).SelectMany(static poll => (string[])[Turn("job.status", """{"id":7}""", $$"""{"done":{{poll}}}"""), Turn("time.wait", """{"seconds":5}""", "true")])]));

    [Fact]
    public void Add_BatchWork_NeverTrips() => Assert.Equal(0, Run([.. Enumerable.Range(0, 10_000).Select(static item => Turn("orders.close", $$"""{"id":{{item}}}""", """{"ok":true}"""))]));

    [Fact]
    public void Add_NamesInAnotherOrder_AreTheSameCall() => Assert.Equal(
        LoopDetector.Repeats, Run([.. Enumerable.Range(0, LoopDetector.Repeats).Select(static turn => Turn("a", turn % 2 == 0 ? """{"x":1,"y":2}""" : """{ "y": 2, "x": 1 }""", "1"))]));

    [Fact]
    public void Add_CallsOfATurnInAnotherOrder_AreTheSameTurn()
    {
        string[] calls = ["one", "two"];
        Assert.Equal(TurnDigest.OfTurn(calls), TurnDigest.OfTurn(calls.Reverse()));
    }

    [Fact]
    public void Turns_LongRun_StaySmall()
    {
        var detector = new LoopDetector([]);
        for (var turn = 0; turn < 10_000; turn++) detector.Add($"{turn}");
        Assert.Equal(LoopDetector.Window, detector.Turns.Count);
    }

    /// <summary>Any circle of up to eight turns, after any work, is stopped within five rounds; and what is remembered is enough to go on after a restart.</summary>
    [Property(MaxTest = 200)]
    public Property Add_AnyCircle_IsStoppedWithinFiveRounds() => Prop.ForAll(
        Gen.Choose(0, 50).SelectMany(static work => Gen.Choose(0, 3).ArrayOf(8), static (work, turns) => (work, turns)).SelectMany(static _ => Gen.Choose(1, 8), static (pair, length) => (pair.work, circle: pair.turns[..length])).ToArbitrary(),
        static sample =>
        {
            var (work, circle) = sample;
            var turns = Enumerable.Range(0, work).Select(static step => $"work-{step}").Concat(Enumerable.Repeat(circle, LoopDetector.Repeats).SelectMany(static c => c).Select(static turn => $"turn-{turn}")).ToArray();
            var memory = (IReadOnlyList<string>)[];
            for (var i = 0; i < turns.Length; i++)
            {
                var detector = new LoopDetector(memory);
                if (detector.Add(turns[i]) > 0) return true;
                memory = detector.Turns;
            }

            return false;
        });

    /// <summary>Work that never says the same twice within the longest circle never trips it.</summary>
    [Property(MaxTest = 200)]
    public bool Add_DistinctTurns_NeverTrip(PositiveInt count) => Run([.. Enumerable.Range(0, count.Get * 20).Select(static turn => $"{turn}")]) == 0;

    /// <summary>Number of turns after which it tripped; 0: never.</summary>
    private static int Run(string[] turns)
    {
        var detector = new LoopDetector([]);
        for (var i = 0; i < turns.Length; i++)
            if (detector.Add(turns[i]) > 0) return i + 1;
        return 0;
    }

    private static string Turn(string tool, string arguments, string result) => TurnDigest.OfTurn([TurnDigest.OfCall(tool, Json(arguments), Json(result))]);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
