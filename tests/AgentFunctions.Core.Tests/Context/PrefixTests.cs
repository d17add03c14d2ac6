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
    public void Assemble_WhatWasReduced_StaysReduced()
    {
        var transcript = Transcript.All.First(static one => one.Name.StartsWith("support", StringComparison.Ordinal));
        var tight = _assembler.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 3_000 }, Handles).Value!;
        var wide = _assembler.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 100_000, Previous = tight.State }, Handles).Value!;
        Assert.Equal(tight.Messages.Select(static message => Raw(message.Message)), wide.Messages.Select(static message => Raw(message.Message)));
        Assert.Equal(tight.TokensAfter, wide.Prefix.Tokens);
    }
}
