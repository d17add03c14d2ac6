using System.Text.RegularExpressions;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Errors;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>A reference never points to what is not there: conversations that repeat themselves, grown turn by turn, under budgets that leave messages out.</summary>
public sealed partial class RepetitionProperties
{
    private const int Seeds = 400;

    private static readonly ContextAssembler Assembler = new(new CharMeter());

    private int _references;
    private int _bereft;

    [Fact]
    public void References_UnderAnyBudget_PointToWhatStandsBeforeThem()
    {
        for (var seed = 0; seed < Seeds; seed++) Run(new Random(seed));

        // Enough of both: references, and repetitions whose first was left out.
        Assert.True(_references > 500, $"{_references}");
        Assert.True(_bereft > 200, $"{_bereft}");
    }

    [Fact]
    public void Repetition_OfWhatWasLeftOut_StandsForItselfAndTheNextRefersToIt()
    {
        List<ContextMessage> messages = [];
        for (var round = 0; round < 3; round++) messages.AddRange([Say($"u{round}", "user", new string('x', 400)), Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", Text(1, 0))]);
        var options = CompressionOptions.Default with { Condense = false, Clear = false, Summaries = false, HighWater = 1, LowWater = 1 };

        var before = Assembler.Assemble(new ContextInput(messages) { Options = options }, new Mint()).Value!;
        var after = Assembler.Assemble(new ContextInput(messages) { Options = options, BudgetTokens = before.TokensAfter - 80, Previous = before.State }, new Mint()).Value!;
        var next = Assembler.Assemble(new ContextInput(messages) { Options = options, BudgetTokens = before.TokensAfter - 80, Previous = after.State }, new Mint()).Value!;

        Assert.Contains("the same text as read (0) earlier", TextOf(before.Messages.Single(static message => message.Ref == "r1")), StringComparison.Ordinal);
        Assert.DoesNotContain(after.Messages, static message => message.Ref == "r0");
        Assert.Equal(Text(1, 0), TextOf(after.Messages.Single(static message => message.Ref == "r1")));
        Assert.Contains("the same text as read (1) earlier", TextOf(after.Messages.Single(static message => message.Ref == "r2")), StringComparison.Ordinal);
        Assert.Equal(after.TokensAfter, next.Prefix.Tokens);
    }

    private void Run(Random random)
    {
        var messages = Conversation(random);
        ContextState? state = null;
        for (var length = random.Next(6, messages.Count + 1); length <= messages.Count; length += random.Next(1, 9))
        {
            var input = new ContextInput([.. messages.Take(length)])
            {
                BudgetTokens = random.Next(300, 3_000),
                Slots = random.Next(2) == 0 ? [] : [new ContextSlot(ContextSlot.ToolResultsName) { BudgetTokens = random.Next(200, 2_000) }],
                Options = CompressionOptions.Default with { Condense = random.Next(3) > 0, Clear = random.Next(3) > 0, BatchTokens = random.Next(1, 3_000) },
                Previous = random.Next(4) == 0 ? null : state,
            };
            var outcome = Assembler.Assemble(input, new Mint());
            Assert.True(outcome.Error is null or { Code: ErrorCodes.ContextTooLarge } || outcome.Error.Message.Contains("pinned", StringComparison.Ordinal), outcome.Error?.Message);
            if (outcome.Value is { } context) Check(input, context);
            state = outcome.Value?.State ?? state;
        }
    }

    private void Check(ContextInput input, AssembledContext context)
    {
        var standing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in context.Messages)
        {
            var text = TextOf(message);
            if (Same().Match(text) is { Success: true } same) AssertStands(standing, same);
            if (Near().Match(text) is { Success: true } near)
            {
                AssertStands(standing, near);
                Assert.Contains(context.Handles, handle => handle.Handle == near.Groups["handle"].Value);
            }

            if (message.Message.TryGetProperty("tool_call_id", out var call)) standing.Add(call.GetString()!);
        }

        Assert.True(context.TokensAfter <= input.BudgetTokens);
        Assert.All(context.Slots, static slot => Assert.True(slot.BudgetTokens is not { } most || slot.TokensAfter <= most));
        var gone = context.Dropped.Where(static drop => drop.Reason == DropReasons.Budget).Select(static drop => drop.Ref).ToHashSet(StringComparer.Ordinal);
        var texts = input.Messages.Where(message => gone.Contains(message.Ref) && Role(message.Message) == "tool").Select(static message => Raw(message.Message.GetProperty("content"))).ToHashSet(StringComparer.Ordinal);
        if (input.Messages.Any(message => !gone.Contains(message.Ref) && Role(message.Message) == "tool" && texts.Contains(Raw(message.Message.GetProperty("content"))))) _bereft++;
    }

    private void AssertStands(HashSet<string> standing, Match reference)
    {
        _references++;
        Assert.Contains(reference.Groups["call"].Value, standing);
    }

    private static List<ContextMessage> Conversation(Random random)
    {
        List<ContextMessage> messages = [];
        for (var turn = random.Next(6, 30); turn > 0; turn--)
        {
            if (random.Next(4) == 0) messages.Add(Say($"m{messages.Count}", "user", "go on " + new string('x', random.Next(600))));
            string[] ids = [.. Enumerable.Range(0, random.Next(1, 3)).Select(index => $"call{messages.Count}_{index}")];
            messages.Add(Call($"m{messages.Count}", "read", ids));
            foreach (var id in ids) messages.Add(Result($"m{messages.Count}", id, Text(random.Next(3), random.Next(3))) with { Pinned = random.Next(40) == 0 });
        }

        return messages;
    }

    /// <summary>Texts of one kind are nearly the same.</summary>
    private static string Text(int kind, int variant) => string.Join('\n', Enumerable.Range(0, 60).Select(line => $"kind{kind} line{line} says value{(line == 7 ? variant : line * (kind + 3))}"));

    [GeneratedRegex(@"^\[h_\w+: the same text as \w+ \((?<call>\w+)\) earlier;")]
    private static partial Regex Same();

    [GeneratedRegex(@"^\[h_\w+: as \w+ \((?<call>\w+)\) earlier \((?<handle>h_\w+)\), but for")]
    private static partial Regex Near();
}
