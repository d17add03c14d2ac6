using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

public sealed class PrefixTests
{
    private static readonly Mint Handles = new();

    private readonly ContextAssembler _assembler = new(new CharMeter());

    [Fact]
    public void Assemble_OneMoreMessage_KeepsThePrefix()
    {
        ContextMessage[] messages = [Say("p", "system", "rules") with { Slot = "pinned" }, Say("a", "user", "one"), Say("b", "assistant", "two")];
        var first = _assembler.Assemble(new ContextInput(messages), Handles).Value!;
        var second = _assembler.Assemble(new ContextInput([.. messages, Say("c", "user", "three")]) { Previous = first.State }, Handles).Value!;
        Assert.Equal((3, first.TokensAfter, first.TokensAfter), (second.Prefix.Messages, second.Prefix.Tokens, second.Prefix.PreviousTokens));
    }

    [Fact]
    public void Assemble_ManyTurns_BreaksThePrefixInBatchesOnly()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        ContextState? state = null;
        var broken = 0;
        for (var round = 0; round < 40; round++)
        {
            messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", string.Join(' ', Enumerable.Range(round * 1_000, 200).Select(static index => $"value{index}")))]);
            var context = _assembler.Assemble(new ContextInput(messages) { Previous = state, BudgetTokens = 12_000 }, Handles).Value!;
            if (context.Prefix.Tokens < context.Prefix.PreviousTokens) broken++;
            Assert.True(context.TokensAfter <= 12_000);
            state = context.State;
        }

        // 40 results of about 500 tokens in batches of 6,000, and two or three times for the budget.
        Assert.InRange(broken, 1, 8);
    }

    [Fact]
    public void Assemble_AskedAgainForWhatWasCondensed_StandsWholeAgain()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        for (var round = 0; round < 12; round++) messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Text(round))]);
        var first = _assembler.Assemble(new ContextInput(messages) { Options = CompressionOptions.Default with { BatchTokens = 2_000 } }, Handles).Value!;
        Assert.Contains(first.Dropped, static drop => drop is { Ref: "r0", Reason: DropReasons.Condensed });
        messages.AddRange([Call("again", "read", "again"), Result("r-again", "again", Text(0))]);
        var second = _assembler.Assemble(new ContextInput(messages) { Previous = first.State }, Handles).Value!;
        Assert.Equal(Text(0), TextOf(second.Messages[^1]));
    }

    [Fact]
    public void Assemble_ResultThatANewOneRefersTo_StaysWhole()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        for (var round = 0; round < 5; round++) messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Text(round))]);
        messages.AddRange([Call("again", "read", "again"), Result("r-again", "again", Text(0))]);
        var options = CompressionOptions.Default with { BatchTokens = 2_000 };
        var first = _assembler.Assemble(new ContextInput(messages) { Options = options }, Handles).Value!;
        Assert.Equal(Text(0), TextOf(first.Messages.Single(static message => message.Ref == "r0")));
        Assert.Contains("the same text as read (0) earlier", TextOf(first.Messages[^1]), StringComparison.Ordinal);

        // Once the reference is old itself both go, and the reference stays what it was.
        for (var round = 20; round < 30; round++) messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Text(round))]);
        var second = _assembler.Assemble(new ContextInput(messages) { Options = options, Previous = first.State }, Handles).Value!;
        var third = _assembler.Assemble(new ContextInput(messages) { Options = options, Previous = second.State }, Handles).Value!;
        Assert.Contains(second.Dropped, static drop => drop is { Ref: "r0", Reason: DropReasons.Condensed });
        Assert.Contains(second.Dropped, static drop => drop is { Ref: "r-again", Reason: DropReasons.Duplicate });
        Assert.Equal(third.TokensAfter, third.Prefix.Tokens);
    }

    private static string Text(int round) => string.Join(' ', Enumerable.Range(round * 1_000, 200).Select(static index => $"value{index}"));

    [Fact]
    public void Assemble_WhatWasReduced_StaysReduced()
    {
        var transcript = Transcript.All.First(static one => one.Name.StartsWith("support", StringComparison.Ordinal));
        var tight = _assembler.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 3_000 }, Handles).Value!;
        var wide = _assembler.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 100_000, Previous = tight.State }, Handles).Value!;
        Assert.Equal(tight.Messages.Select(static message => Raw(message.Message)), wide.Messages.Select(static message => Raw(message.Message)));
        Assert.Equal(tight.TokensAfter, wide.Prefix.Tokens);
    }
}
