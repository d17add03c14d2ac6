using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Errors;
using FsCheck.Xunit;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What holds for any conversation: random ones, grown turn by turn, under random budgets and options.</summary>
public sealed class ContextProperties
{
    private static readonly ContextAssembler Assembler = new(new CharMeter());

    [Property(MaxTest = 300)]
    public void Assemble_AnyConversation_HoldsItsPromises(int seed)
    {
        var random = new Random(seed);
        var messages = Conversation(random);
        ContextState? state = null;
        for (var length = random.Next(1, messages.Count + 1); length <= messages.Count; length += random.Next(1, 12))
        {
            var input = new ContextInput([.. messages.Take(length)])
            {
                BudgetTokens = random.Next(3) == 0 ? null : random.Next(50, 6_000),
                Slots = random.Next(2) == 0 ? [] : [new ContextSlot(ContextSlot.ToolResultsName) { BudgetTokens = random.Next(200, 3_000) }],
                Options = CompressionOptions.Default with { Condense = random.Next(4) > 0, Clear = random.Next(4) > 0, Summaries = random.Next(4) > 0, Duplicates = random.Next(4) > 0, Json = random.Next(4) > 0, BatchTokens = random.Next(1, 3_000) },
                Previous = random.Next(4) == 0 ? null : state,
            };
            state = Check(input) ?? state;
        }
    }

    /// <summary>The state of the context; null when it was refused, which only what must stay can cause.</summary>
    private static ContextState? Check(ContextInput input)
    {
        var outcome = Assembler.Assemble(input, new Mint());
        if (outcome.Error is { } error)
        {
            Assert.True(error.Code == ErrorCodes.ContextTooLarge || error.Message.Contains("pinned", StringComparison.Ordinal), error.Message);
            return null;
        }

        var context = outcome.Value!;
        Assert.Null(FindUnpaired(context.Messages));
        Assert.Equal(context.TokensAfter, context.Messages.Sum(static message => message.Tokens));
        Assert.Equal(context.TokensAfter, context.Slots.Sum(static slot => slot.TokensAfter));
        Assert.True(input.BudgetTokens is not { } budget || context.TokensAfter <= budget);
        Assert.All(context.Slots, static slot => Assert.True(slot.BudgetTokens is not { } most || slot.TokensAfter <= most));
        foreach (var pinned in input.Messages.Where(static message => message.Pinned || message.Slot is "pinned" or "task")) Assert.Contains(context.Messages, sent => Raw(sent.Message) == Raw(pinned.Message));
        var restored = RestoreAll(input, context);
        Assert.All(input.Messages, message => Assert.Equal(Raw(message.Message), restored[message.Ref]));
        var again = new ContextAssembler(new CharMeter()).Assemble(input, new Mint()).Value!;
        Assert.Equal(context.Messages.Select(static message => Raw(message.Message)), again.Messages.Select(static message => Raw(message.Message)));
        return context.State;
    }

    private static List<ContextMessage> Conversation(Random random)
    {
        List<ContextMessage> messages = [];
        var call = 0;
        for (var turn = random.Next(2, 25); turn > 0; turn--)
        {
            var pinned = random.Next(8) == 0;
            var slot = random.Next(10) == 0 ? random.GetItems(["pinned", "memory", "state", "task", "own"], 1)[0] : null;
            if (random.Next(2) == 0) messages.Add(Say($"m{messages.Count}", random.GetItems(["user", "assistant", "system"], 1)[0], Text(random)) with { Pinned = pinned, Slot = slot });
            else AddRound(random, messages, ref call, pinned);
        }

        return messages;
    }

    private static void AddRound(Random random, List<ContextMessage> messages, ref int call, bool pinned)
    {
        var ids = new string[random.Next(1, 4)];
        for (var index = 0; index < ids.Length; index++) ids[index] = $"call_{call++ % 40}";
        messages.Add(Call($"m{messages.Count}", random.GetItems(["a", "b"], 1)[0], ids) with { Pinned = pinned });
        foreach (var id in ids.OrderBy(_ => random.Next()))
        {
            // Now and then a result is missing, or stands where none belongs.
            if (random.Next(20) > 0) messages.Add(Result($"m{messages.Count}", id, Text(random)) with { UsedFields = random.Next(3) == 0 ? ["n"] : null, Pinned = random.Next(15) == 0 });
            if (random.Next(30) == 0) messages.Add(Say($"m{messages.Count}", "user", "between"));
        }
    }

    private static string Text(Random random) => random.Next(7) switch
    {
        0 => "",
        1 => JsonSerializer.Serialize(Enumerable.Range(0, random.Next(60)).Select(index => new { id = index, n = random.Next(50), s = random.Next(2) == 0 ? null : "x", deep = new { k = "v" } })),
        2 => string.Join('\n', Enumerable.Range(0, random.Next(80)).Select(index => $"2025-01-01T00:00:{index % 60:00}Z {(random.Next(9) == 0 ? "ERROR" : "INFO")} done ms={random.Next(900)}")),
        3 => "<html><nav>menu</nav>" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(index => $"<p>{index} text</p>")) + "</html>",
        4 => "the same every time " + string.Concat(Enumerable.Repeat("all over again and ", 60)) + random.Next(3),
        5 => new string((char)random.Next(32, 0xD700), random.Next(3_000)),
        _ => string.Join(". ", Enumerable.Range(0, random.Next(60)).Select(index => $"Sentence {index} must say {random.Next(9_999)} things")),
    };
}
