using System.Globalization;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using Xunit.Abstractions;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>A conversation that grows beyond its budget: how often what a provider has in its cache changes, and how much of the budget is used, by the mark down to which old exchanges give way. `--logger "console;verbosity=detailed"` prints it.</summary>
public sealed class ConversationPrefixTests(ITestOutputHelper output)
{
    private const int Budget = 8_000;
    private const int Turns = 80;

    [Fact]
    public void Assemble_ConversationBeyondItsBudget_BreaksThePrefixNowAndThen()
    {
        foreach (var mark in (double[])[0.5, 0.7, 0.8, 0.85, 0.9, 1])
        {
            var (kept, broken, used) = Grow(mark);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[measured] low water of the conversation {mark}: prefix kept {kept:P1}, turns that broke it {broken} of {Turns - 1}, budget used {used:P1}"));
            if (mark != CompressionOptions.Default.ConversationLowWater) continue;
            Assert.True(kept > 0.6, $"{kept}");
            Assert.True(broken <= Turns / 2, $"{broken}");
            Assert.True(used > 0.8, $"{used}");
        }
    }

    /// <summary>Shares are of all turns; the budget's use, of those that begin above three quarters of it.</summary>
    private static (double Kept, int Broken, double Used) Grow(double mark)
    {
        var assembler = new ContextAssembler(new CharMeter());
        List<ContextMessage> messages = [];
        ContextState? state = null;
        long same = 0, before = 0, used = 0, full = 0;
        var broken = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            messages.Add(Say($"q{turn}", "user", Text(turn, 4)));
            var context = assembler.Assemble(new ContextInput(messages) { BudgetTokens = Budget, Previous = state, Options = CompressionOptions.Default with { ConversationLowWater = mark } }, new Mint()).Value!;
            (same, before) = (same + context.Prefix.Tokens, before + context.Prefix.PreviousTokens);
            if (context.Prefix.Tokens < context.Prefix.PreviousTokens) broken++;
            if (context.TokensBefore > Budget) (used, full) = (used + context.TokensAfter, full + Budget);
            state = context.State;
            messages.Add(Say($"a{turn}", "assistant", Text(turn + 1_000, 14)));
        }

        return ((double)same / before, broken, (double)used / full);
    }

    private static string Text(int seed, int sentences) =>
        string.Join(' ', Enumerable.Range(0, sentences).Select(at => at % 4 == 0 ? $"The invoice {seed}-{at} came to {(seed * 37) + at} euro and must be paid within {at + 3} days." : $"We spoke of the delivery and the way it was packed, and nobody had anything to add to that, as far as I know, {(char)('a' + ((seed + at) % 26))}."));
}
