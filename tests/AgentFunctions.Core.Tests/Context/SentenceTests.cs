using AgentFunctions.Core.Context.Assembly;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Sentences that stand for a shortened message are whole ones of it: no dot of an abbreviation, an initial, a number or an id ends one.</summary>
public sealed class SentenceTests
{
    [Theory]
    [InlineData("Mrs. Jansen must be called about order ORD-1001 before 17:30 today.")]
    [InlineData("J. R. Smith of the U.S. Office agreed to pay 1.250,50 euro within 14 days.")]
    [InlineData("The limit is 3.14 percent, approx. 12 units, e.g. ORD-7 or No. 5 of v1.2.3.")]
    [InlineData("Acme Inc. Berlin and Dr. Müller must sign z. B. Nr. 8 by Dec. 24.")]
    [InlineData("Mevr. De Vries must send dhr. Bakker fig. 3 of art. 12.")]
    public void Assemble_ShortenedProse_HoldsWholeSentences(string telling)
    {
        var filler = string.Concat(Enumerable.Repeat("We talked a good while about how things are going over there and so on. ", 30));
        ContextMessage[] messages =
        [
            Say("old", "user", $"Hello there everybody. {filler}{telling} {filler}"),
            .. Enumerable.Range(0, 6).Select(index => Say($"m{index}", index % 2 == 0 ? "assistant" : "user", $"Yes {index}.")), Say("last", "user", "now"),
        ];
        var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput(messages) { BudgetTokens = 600 }, new Mint()).Value!;

        var shortened = TextOf(context.Messages.Single(static message => message.Ref == "old"));
        Assert.Equal(DropReasons.Summarised, context.Dropped.Single().Reason);
        Assert.Contains(telling, shortened, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_ShortenedProse_EndsSentencesWhereTheyEnd()
    {
        var said = string.Join(' ', Enumerable.Range(0, 60).Select(static at => at % 9 == 0 ? $"It must be {at} by then." : "Of that I know nothing at all, nor does he."));
        ContextMessage[] messages = [Say("old", "user", said), .. Enumerable.Range(0, 6).Select(index => Say($"m{index}", index % 2 == 0 ? "assistant" : "user", $"Yes {index}.")), Say("last", "user", "now")];
        var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput(messages) { BudgetTokens = 400 }, new Mint()).Value!;

        var shortened = TextOf(context.Messages.Single(static message => message.Ref == "old"));
        foreach (var at in (int[])[0, 9, 18, 27, 36, 45, 54]) Assert.Contains($"It must be {at} by then.", shortened, StringComparison.Ordinal);
    }
}
