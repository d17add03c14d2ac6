using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Metrics;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

public sealed class PollutionTests
{
    [Fact]
    public void Measure_ResultOfWhichAValueIsUsed_IsReferenced()
    {
        var pollution = Measure(Say("u", "user", "go"), Call("c", "find", "1"), Result("r", "1", "the order is ORD-77123 in Lyon"), Say("a", "assistant", "It is ORD-77123."), Call("d", "find", "2"), Result("s", "2", "nothing"));
        Assert.Equal(0, pollution.UnreferencedTokens);
    }

    [Fact]
    public void Measure_ValueThatTheUserGave_IsNoUseOfTheResult()
    {
        var pollution = Measure(Say("u", "user", "Where is ORD-77123?"), Call("c", "find", "1"), Result("r", "1", "ORD-77123"), Say("a", "assistant", "Looking for ORD-77123."), Call("d", "find", "2"), Result("s", "2", "nothing"));
        Assert.Equal(7, pollution.UnreferencedTokens);
    }

    [Fact]
    public void Measure_NewestRound_IsNotJudged() =>
        Assert.Equal(0, Measure(Say("u", "user", "go"), Call("c", "find", "1"), Result("r", "1", "ORD-77123")).UnreferencedTokens);

    [Fact]
    public void Measure_PollutingTool_IsNamedInTheAdvice()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        for (var round = 0; round < 8; round++) messages.AddRange([Call($"c{round}", "list.all", $"{round}"), Result($"r{round}", $"{round}", string.Join(' ', Enumerable.Range(round * 999, 100).Select(static index => $"item{index}")))]);
        var pollution = Measure([.. messages]);
        Assert.InRange(pollution.UnreferencedShare, 0.6, 1);
        Assert.Equal("list.all", Assert.Single(pollution.Tools).Tool);
        Assert.Contains(pollution.Advice, static advice => advice.Contains("'list.all'", StringComparison.Ordinal) && advice.Contains("never referred to", StringComparison.Ordinal));
        Assert.True(pollution.StaleTokens > 0);
    }

    [Fact]
    public void Measure_SameAnswerAgain_IsADuplicateAndNotStale()
    {
        var text = string.Join(' ', Enumerable.Range(0, 90).Select(static index => $"w{index}"));
        var pollution = Measure(Call("c", "t", "1"), Result("r", "1", text), Call("d", "t", "2"), Result("s", "2", text));
        Assert.Equal(pollution.ResultTokens / 2, pollution.DuplicateTokens);
        Assert.Equal(0, pollution.StaleTokens);
    }

    private static ContextPollution Measure(params ContextMessage[] messages) => new ContextAssembler(new CharMeter()).Assemble(new ContextInput(messages), new Mint()).Value!.Pollution;
}
