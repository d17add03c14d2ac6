using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What gives way above a budget, how far, and what is said of it.</summary>
public sealed class ContextBudgetTests
{
    private static readonly Mint Handles = new();

    private readonly ContextAssembler _assembler = new(new CharMeter());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Assemble_ConversationAboveTheBudget_KeepsMostOfItAndTheNewestWhole(bool isProse)
    {
        ContextMessage[] messages = [.. Enumerable.Range(0, 40).Select(index => Say($"m{index}", index % 2 == 0 ? "user" : "assistant", isProse ? Prose(index) : $"{index} " + new string('x', 400))), Say("last", "user", "now")];
        var all = Assemble(new ContextInput(messages)).TokensBefore;
        foreach (var over in (double[])[1.01, 1.5, 2.8])
        {
            var budget = (int)(all / over);
            var context = Assemble(new ContextInput(messages) { BudgetTokens = budget });

            Assert.InRange(context.TokensAfter, budget * 0.65, budget);
            foreach (var message in messages[^5..]) Assert.Contains(context.Messages, sent => Raw(sent.Message) == Raw(message.Message));
        }
    }

    [Fact]
    public void Assemble_NewestExchangesThatDoNotFit_GiveWayUpToTheLastWordsOfTheUser()
    {
        ContextMessage[] messages = [.. Enumerable.Range(0, 4).Select(index => Say($"m{index}", index % 2 == 0 ? "user" : "assistant", $"{index} " + new string('x', 4_000))), Say("last", "user", "now")];
        var context = Assemble(new ContextInput(messages) { BudgetTokens = 300 });

        Assert.Equal("last", context.Messages[^1].Ref);
        Assert.True(context.TokensAfter <= 300);
    }

    [Fact]
    public void Assemble_SlotsAndAConversation_TheOldConversationGoesFirst()
    {
        ContextMessage[] messages =
        [
            .. Enumerable.Range(0, 20).Select(index => Say($"m{index}", index % 2 == 0 ? "user" : "assistant", $"{index} " + new string('x', 400))), Say("s", "system", new string('s', 400)) with { Slot = "state" }, Say("last", "user", "now"),
        ];
        var context = Assemble(new ContextInput(messages) { BudgetTokens = 1_500 });

        Assert.Contains(context.Messages, static message => message.Ref == "s");
        Assert.DoesNotContain(context.Dropped, static drop => drop.Ref == "s");
    }

    [Theory]
    [InlineData("context.expand", ": context.expand returns it.]")]
    [InlineData(null, " holds it.]")]
    public void Assemble_SlotLeftOut_IsNamedAndBookedThere(string? tool, string end)
    {
        ContextMessage[] messages = [Say("s", "system", new string('s', 2_000)) with { Slot = "state" }, Say("u", "user", "go")];
        var context = Assemble(new ContextInput(messages) { BudgetTokens = 100, ExpandTool = tool });

        var note = context.Messages.Single(static message => message.Ref is null);
        Assert.Equal("state", note.Slot);
        Assert.StartsWith("[Left out to fit: the slot 'state'. h_", TextOf(note), StringComparison.Ordinal);
        Assert.EndsWith(end, TextOf(note), StringComparison.Ordinal);
        Assert.Equal(context.TokensAfter, context.Slots.Sum(static slot => slot.TokensAfter));
        Assert.Equal(("s", DropReasons.Budget), (context.Dropped.Single().Ref, context.Dropped.Single().Reason));
    }

    [Fact]
    public void Assemble_SlotsAndMessagesLeftOut_AreToldApart()
    {
        ContextMessage[] messages =
        [
            .. Enumerable.Range(0, 6).Select(index => Say($"m{index}", index % 2 == 0 ? "user" : "assistant", new string('x', 900))),
            .. Enumerable.Range(0, 3).Select(index => Say($"r{index}", "system", new string('r', 400)) with { Slot = "memory" }), Say("last", "user", new string('u', 400)),
        ];
        var context = Assemble(new ContextInput(messages) { BudgetTokens = 300, ExpandTool = null });

        var notes = context.Messages.Where(static message => message.Ref is null).Select(TextOf).ToArray();
        Assert.Equal(2, notes.Length);
        Assert.Matches(@"^\[6 earlier messages were left out to fit\. h_\S+ holds them\.\]$", notes[0]);
        Assert.Matches(@"^\[Left out to fit: (the slot|\d of 3 messages of the slot) 'memory'\. h_\S+ holds (it|them)\.\]$", notes[1]);
        Assert.Equal(2, context.Dropped.Select(static drop => drop.Handle).Distinct().Count());
        Assert.DoesNotContain(context.Messages.Select(TextOf), static text => text.Contains("context.expand", StringComparison.Ordinal));
    }

    [Fact]
    public void Assemble_WhatMustStayAboveTheBudget_NamesTheSumItsPartsAndTheBudget()
    {
        ContextMessage[] messages = [Say("p", "system", new string('p', 400)) with { Slot = "pinned" }, Say("s", "system", new string('s', 400)) with { Slot = "state" }, Say("u", "user", new string('u', 40))];
        var error = _assembler.Assemble(new ContextInput(messages) { BudgetTokens = 120 }, Handles).Error!;

        Assert.Equal("budgetTokens", error.Param);
        Assert.Matches(@"^What must stay costs (\d+) tokens \('pinned' 104, 'history' 14, the note on what was left out (\d+)\); the budget of the context is 120, and nothing else can give way\.$", error.Message);
    }

    [Fact]
    public void Assemble_RoomForAShortNoteOnly_FitsWithThat()
    {
        ContextMessage[] messages = [Say("s", "system", new string('s', 2_000)) with { Slot = "state" }, Say("u", "user", "go")];
        var least = Enumerable.Range(5, 200).Select(budget => (Budget: budget, Outcome: _assembler.Assemble(new ContextInput(messages) { BudgetTokens = budget }, Handles))).First(static at => at.Outcome.Value is not null);

        // Five tokens for the user; the rest says that the slot is gone.
        Assert.True(least.Budget <= 25, $"{least.Budget}");
        Assert.Equal(least.Budget, least.Outcome.Value!.TokensAfter);
        Assert.Matches(@"^\[state left out: h_\S+\]$", TextOf(least.Outcome.Value.Messages[0]));
    }

    private static string Prose(int index) =>
        string.Join(' ', Enumerable.Range(0, 24).Select(at => at % 6 == 0 ? $"In round {index} the total came to {(index * 31) + at} euro because of item {at}." : $"Nothing else of note was said about this by anybody there, case {Word(index)} {Word(at)}."));

    private static string Word(int number) => new((char)('a' + (number % 26)), 1 + (number % 5));

    private AssembledContext Assemble(ContextInput input)
    {
        var outcome = _assembler.Assemble(input, Handles);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        Assert.Null(FindUnpaired(outcome.Value!.Messages));
        return outcome.Value;
    }
}
