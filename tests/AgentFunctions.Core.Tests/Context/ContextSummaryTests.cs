using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Labels;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>A summary stands for what is left out whole: in room that was kept free, as content and not as an instruction.</summary>
public sealed class ContextSummaryTests
{
    private const int Room = 100;
    private static readonly Mint Handles = new();

    private readonly ContextAssembler _assembler = new(new CharMeter());

    [Fact]
    public void Assemble_WithASummary_ShowsItAfterTheNoteAndLeavesTheSameOut()
    {
        var input = new ContextInput(Conversation()) { BudgetTokens = 1_000, SummaryTokens = Room };
        var before = Assemble(input);
        var left = before.LeftOut!;

        var after = Assemble(input with { Summaries = new Dictionary<string, string> { [left.Handle] = "Order ORD-1 was found." } });

        Assert.Equal(left.Handle, after.LeftOut!.Handle);
        Assert.Equal(before.Dropped, after.Dropped);
        var at = after.Messages.ToList().FindIndex(static message => TextOf(message).Contains("Order ORD-1 was found.", StringComparison.Ordinal));
        Assert.Contains(left.Handle, TextOf(after.Messages[at - 1]), StringComparison.Ordinal);
        Assert.Equal("user", after.Messages[at].Message.GetProperty("role").GetString());
        Assert.Equal(Integrity.Untrusted, after.Messages[at].Label.Integrity);
        Assert.True(after.TokensAfter <= 1_000, $"{after.TokensAfter}");
        Assert.Equal(after.TokensAfter, after.Slots.Sum(static slot => slot.TokensAfter));
        Assert.Equal(before.Messages.Select(static message => Raw(message.Message)), after.Messages.Where((_, index) => index != at).Select(static message => Raw(message.Message)));
    }

    [Fact]
    public void Assemble_SummaryAboveItsRoom_IsNotShown()
    {
        var input = new ContextInput(Conversation()) { BudgetTokens = 1_000, SummaryTokens = Room };
        var before = Assemble(input);

        var after = Assemble(input with { Summaries = new Dictionary<string, string> { [before.LeftOut!.Handle] = new('s', 4 * (Room + 1)) } });

        Assert.Equal(before.Messages.Select(static message => Raw(message.Message)), after.Messages.Select(static message => Raw(message.Message)));
    }

    [Fact]
    public void Assemble_NothingLeftOut_NamesNothing() => Assert.Null(Assemble(new ContextInput([Say("u", "user", "Hi")]) { BudgetTokens = 1_000, SummaryTokens = Room }).LeftOut);

    private static ContextMessage[] Conversation() =>
        [.. Enumerable.Range(0, 20).Select(static i => Say($"m{i}", i % 2 == 0 ? "user" : "assistant", $"{i} " + new string((char)('a' + i), 600))), Say("new", "user", "And now?")];

    private AssembledContext Assemble(ContextInput input)
    {
        var outcome = _assembler.Assemble(input, Handles);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }
}
