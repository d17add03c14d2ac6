using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

public sealed class ContextAssemblerTests
{
    private static readonly Mint Handles = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly ContextAssembler _assembler = new(new CharMeter());

    [Fact]
    public void Assemble_ShortConversation_PassesEveryByte()
    {
        ContextMessage[] messages = [Say("a", "system", "Be brief."), Say("b", "user", "Hello"), Say("c", "assistant", "Hi"), Say("d", "user", "Bye")];
        var context = Assemble(new ContextInput(messages));
        Assert.Equal(messages.Select(static message => Raw(message.Message)), context.Messages.Select(static message => Raw(message.Message)));
        Assert.Empty(context.Dropped);
        Assert.Equal(context.TokensBefore, context.TokensAfter);
    }

    [Fact]
    public void Assemble_Slots_StandInTheirOrder()
    {
        ContextMessage[] messages =
        [
            Say("old", "user", "first"), Say("state", "system", "state") with { Slot = "state" }, Say("answer", "assistant", "answer"), Say("memory", "system", "memory") with { Slot = "memory" },
            Say("task", "system", "task") with { Slot = "task" }, Say("pin", "system", "pin") with { Slot = "pinned" }, Say("new", "user", "second"),
        ];
        Assert.Equal(["pin", "task", "old", "answer", "memory", "state", "new"], Assemble(new ContextInput(messages)).Messages.Select(static message => message.Ref));
    }

    [Fact]
    public void Assemble_DeclaredSlot_TakesThePlaceOfTheStandardOne()
    {
        var context = Assemble(new ContextInput([Say("a", "user", "x"), Say("m", "system", "m") with { Slot = "memory" }]) { Slots = [new ContextSlot("memory", SlotPlacement.Leading) { BudgetTokens = 50 }] });
        Assert.Equal(["m", "a"], context.Messages.Select(static message => message.Ref));
        Assert.Equal(50, context.Slots.Single(static slot => slot.Name == "memory").BudgetTokens);
    }

    [Fact]
    public void Assemble_PinnedAboveTheBudget_FailsNamingSlotAndTokens()
    {
        var input = new ContextInput([Say("p", "system", new string('p', 4_000)) with { Slot = "pinned" }, Say("u", "user", "go")]) { BudgetTokens = 500 };
        var error = _assembler.Assemble(input, Handles).Error!;
        Assert.Equal(ErrorCodes.ContextTooLarge, error.Code);
        Assert.Contains("'pinned'", error.Message, StringComparison.Ordinal);
        Assert.Contains("1004", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_PinnedAboveTheBudgetOfItsSlot_FailsNamingIt()
    {
        var input = new ContextInput([Say("p", "system", new string('p', 4_000)) with { Slot = "rules" }]) { Slots = [new ContextSlot("rules") { BudgetTokens = 100, Pinned = true }] };
        var error = _assembler.Assemble(input, Handles).Error!;
        Assert.Equal("slots.rules", error.Param);
        Assert.Contains("'rules' holds 1004 tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_ResultWithoutCall_IsLeftOutWithItsHandle()
    {
        var context = Assemble(new ContextInput([Say("u", "user", "go"), Result("r", "call_9", "lost")]));
        Assert.Equal(["u"], context.Messages.Select(static message => message.Ref));
        var drop = Assert.Single(context.Dropped);
        Assert.Equal((DropReasons.Unpaired, "r", 0), (drop.Reason, drop.Ref, drop.TokensAfter));
    }

    [Fact]
    public void Assemble_CallWithoutAllItsResults_IsLeftOutWithTheOthers()
    {
        var context = Assemble(new ContextInput([Say("u", "user", "go"), Call("c", "t", "1", "2"), Result("r", "1", "one"), Say("v", "user", "on")]));
        Assert.Equal(["u", "v"], context.Messages.Select(static message => message.Ref));
        Assert.Equal(["c", "r"], context.Dropped.Select(static drop => drop.Ref));
    }

    [Fact]
    public void Assemble_PinnedResultWithoutCall_IsRefused() =>
        Assert.Equal("messages[0]", _assembler.Assemble(new ContextInput([Result("r", "1", "x") with { Pinned = true }]), Handles).Error!.Param);

    [Fact]
    public void Assemble_SameRefTwice_IsRefused() =>
        Assert.Equal(ErrorCodes.InvalidRequest, _assembler.Assemble(new ContextInput([Say("a", "user", "x"), Say("a", "user", "y")]), Handles).Error!.Code);

    [Theory]
    [InlineData("system")]
    [InlineData("developer")]
    public void Assemble_InstructionsWithoutASlot_SurviveTheBudget(string role)
    {
        ContextMessage[] messages = [Say("i", role, "Refund nothing above 150."), .. Enumerable.Range(0, 30).Select(index => Say($"m{index}", "assistant", new string('x', 400))), Say("u", "user", "go")];
        var context = Assemble(new ContextInput(messages) { BudgetTokens = 400 });
        Assert.Equal("i", context.Messages[0].Ref);
    }

    [Fact]
    public void Assemble_SmallBudget_LeavesTheOldestOutAndSaysSo()
    {
        ContextMessage[] messages = [.. Enumerable.Range(0, 40).Select(index => Say($"m{index}", index % 2 == 0 ? "user" : "assistant", $"{index} " + new string('x', 400)))];
        var context = Assemble(new ContextInput([.. messages, Say("last", "user", "now")]) { BudgetTokens = 1_500 });
        Assert.True(context.TokensAfter <= 1_500);
        var note = context.Messages.Single(static message => message.Ref is null);
        var handle = Assert.Single(context.Handles, static content => content.MediaType == HandleContent.Messages);
        Assert.Contains(handle.Handle, TextOf(note), StringComparison.Ordinal);
        Assert.Equal("last", context.Messages[^1].Ref);
        Assert.All(context.Dropped.Where(static drop => drop.Reason == DropReasons.Budget), drop => Assert.Equal(handle.Handle, drop.Handle));
    }

    [Fact]
    public void Assemble_SlotBudget_LeavesTheLastOfASlotOutsideTheConversationOut()
    {
        ContextMessage[] messages = [Say("u", "user", "go"), .. Enumerable.Range(0, 10).Select(index => Say($"m{index}", "system", new string('m', 160)) with { Slot = "memory" })];
        var context = Assemble(new ContextInput(messages) { Slots = [new ContextSlot("memory", SlotPlacement.Current) { BudgetTokens = 200 }] });
        Assert.Equal(["m0", "m1", "m2"], context.Messages.Where(static message => message is { Slot: "memory", Ref: not null }).Select(static message => message.Ref));
    }

    [Fact]
    public void Assemble_ImagesAndUnknownMembers_PassUntouched()
    {
        var image = Message("i", new { role = "user", content = new object[] { new { type = "image_url", image_url = new { url = "data:image/png;base64," + new string('A', 90_000) } }, new { type = "text", text = "What is it?" } }, cache_control = new { type = "ephemeral" } });
        var context = Assemble(new ContextInput([image]) { BudgetTokens = 2_000 });
        Assert.Equal(Raw(image.Message), Raw(Assert.Single(context.Messages).Message));
        Assert.InRange(context.TokensBefore, 1_000, 1_100);
    }

    [Fact]
    public void Assemble_ResultInAPart_IsCompressedThereAndNowhereElse()
    {
        var rows = JsonSerializer.Serialize(Enumerable.Range(0, 60).Select(static index => new { id = index, state = "open", owner = (string?)null }), Indented);
        var part = Message("r", new { role = "tool", tool_call_id = "1", content = new object[] { new { type = "text", text = rows, annotations = new[] { 1 } }, new { type = "image_url", image_url = new { url = "https://x.example/a.png" } } } });
        var message = Assemble(new ContextInput([Call("c", "list", "1"), part])).Messages[1].Message;
        var parts = message.GetProperty("content");
        Assert.Contains("\"columns\":[\"id\"]", parts[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("[1]", Raw(parts[0].GetProperty("annotations")));
        Assert.Equal(Raw(part.Message.GetProperty("content")[1]), Raw(parts[1]));
    }

    [Fact]
    public void Handles_LabelsOfWhatTheyHold_AreTheStrictest()
    {
        var text = string.Join('\n', Enumerable.Range(0, 60).Select(static index => $"row {index} of the result"));
        ContextMessage[] messages =
        [
            Call("c", "t", "1"), Result("r", "1", text) with { Label = new ContentLabel(Integrity.Trusted, Confidentiality.Restricted) },
            Call("d", "t", "2"), Result("s", "2", text) with { Label = new ContentLabel(Integrity.Untrusted, Confidentiality.Public) }, Call("e", "t", "3"), Result("t", "3", text),
        ];
        var context = Assemble(new ContextInput(messages));
        Assert.Equal(Integrity.Untrusted, context.Handles[0].Label.Integrity);
        Assert.Equal(Integrity.Trusted, context.Messages[1].Label.Integrity);
    }

    [Fact]
    public void Assemble_TokensOfKnownText_AreCountedOnce()
    {
        var meter = new CharMeter();
        var assembler = new ContextAssembler(meter);
        var input = new ContextInput(Transcript.All[0].Messages);
        assembler.Assemble(input, Handles);
        var first = meter.Calls;
        assembler.Assemble(input, Handles);
        Assert.True(meter.Calls - first < first / 2, $"{meter.Calls - first} of {first}");
    }

    [Fact]
    public void Assemble_NoLayers_PassesEveryByte()
    {
        var messages = Transcript.All[3].Messages;
        var context = Assemble(new ContextInput(messages) { Options = CompressionOptions.None });
        Assert.Equal(messages.Select(static message => Raw(message.Message)), context.Messages.Select(static message => Raw(message.Message)));
    }

    private AssembledContext Assemble(ContextInput input)
    {
        var outcome = _assembler.Assemble(input, Handles);
        Assert.Null(outcome.Error);
        Assert.Null(FindUnpaired(outcome.Value!.Messages));
        return outcome.Value;
    }
}
