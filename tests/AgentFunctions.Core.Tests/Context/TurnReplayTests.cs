using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Callers that keep no state: the same messages again at every turn, and a few more.</summary>
public sealed class TurnReplayTests
{
    private static readonly ContextAssembler Assembler = new(new CharMeter());

    [Fact]
    public void Assemble_ResultsGrowing_BreaksThePrefixInBatchesOnly()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        for (var round = 0; round < 40; round++) messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Words(round, 200))]);
        Assert.InRange(Grow(new ContextInput(messages)).Broken, 1, 8);
        Assert.InRange(Grow(new ContextInput(messages) { BudgetTokens = 12_000 }).Broken, 1, 8);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3_000)]
    public void Assemble_ConversationAboveItsBudget_BreaksThePrefixNowAndThen(int? slotBudget)
    {
        List<ContextMessage> messages = [];
        for (var turn = 0; turn < 80; turn++) messages.AddRange([Say($"q{turn}", "user", Words(turn, 30)), Say($"a{turn}", "assistant", Words(turn + 500, 60))]);
        var input = new ContextInput(messages) { BudgetTokens = 4_000, Slots = slotBudget is { } budget ? [new ContextSlot(ContextSlot.HistoryName) { BudgetTokens = budget }] : [] };
        var growth = Grow(input);
        Assert.InRange(growth.Broken, 2, growth.Turns / 2);
        var context = Assembler.Assemble(input, new Mint()).Value!;
        Assert.InRange(context.TokensAfter, (slotBudget ?? 4_000) / 2, slotBudget ?? 4_000);
        Assert.Equal("a79", context.Messages[^1].Ref);
    }

    /// <summary>A slot that is too large for one turn of the past is there again now.</summary>
    [Fact]
    public void Assemble_SlotBesideALongConversation_Stands()
    {
        List<ContextMessage> messages = [Say("s", "user", Words(9_000, 100)) with { Slot = ContextSlot.StateName }];
        for (var turn = 0; turn < 60; turn++) messages.AddRange([Say($"q{turn}", "user", Words(turn, 30)), Say($"a{turn}", "assistant", Words(turn + 500, 60))]);
        var context = Assembler.Assemble(new ContextInput(messages) { BudgetTokens = 2_000 }, new Mint()).Value!;
        Assert.Contains(context.Messages, static message => message.Ref == "s");
        Assert.True(context.TokensAfter <= 2_000, $"{context.TokensAfter}");
    }

    [Fact]
    public void Assemble_RepetitionOfWhatIsLeftOut_StandsForItself()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        for (var round = 0; round < 30; round++)
        {
            messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Words(round / 2, 60))]);
            messages.AddRange([Say($"a{round}", "assistant", Words(round + 500, 40)), Say($"q{round}", "user", Words(round + 900, 20))]);
        }

        foreach (var budget in (int[])[700, 1_500, 3_000])
        {
            var context = Assembler.Assemble(new ContextInput(messages) { BudgetTokens = budget, Options = CompressionOptions.None with { Duplicates = true } }, new Mint()).Value!;
            var said = context.Messages.Select(static message => message.Ref).ToHashSet();
            foreach (var text in context.Messages.Select(TextOf).Where(static text => text.Contains("the same text as", StringComparison.Ordinal)))
            {
                var named = text[(text.IndexOf("as read (", StringComparison.Ordinal) + 9)..text.IndexOf(") earlier", StringComparison.Ordinal)];
                Assert.Contains($"r{named}", said);
            }
        }
    }

    /// <summary>Pinned content that leaves hardly any room, and very many messages: no turn may cost what all of them cost.</summary>
    [Fact]
    public void Assemble_ManyMessagesAndNoRoom_Ends()
    {
        List<ContextMessage> messages = [.. Enumerable.Range(0, 400).Select(static index => Say($"p{index}", "system", $"rule {index}") with { Pinned = true })];
        var pinned = Assembler.Assemble(new ContextInput(messages), new Mint()).Value!.TokensAfter;
        for (var turn = 0; turn < 8_000; turn++) messages.AddRange([Say($"q{turn}", "user", $"{turn}?"), Say($"a{turn}", "assistant", $"{turn}!")]);
        var context = Assembler.Assemble(new ContextInput(messages) { BudgetTokens = pinned + 300 }, new Mint()).Value!;
        Assert.True(context.TokensAfter <= pinned + 300);
        Assert.Equal("a7999", context.Messages[^1].Ref);
    }

    private static PrefixGrowth Grow(ContextInput input) => PrefixGrowth.Of(input, Assembler, new Mint(), keepsState: false);

    private static string Words(int seed, int count) => string.Join(' ', Enumerable.Range(seed * 1_000, count).Select(static index => $"value{index}"));
}
