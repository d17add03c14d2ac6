using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>Content that was made to break what reads it: nothing throws, everything comes back.</summary>
public sealed class HostileContextTests
{
    public static TheoryData<string, string> Results => new()
    {
        { "deep arrays", new string('[', 100_000) },
        { "deep arrays closed", new string('[', 5_000) + new string(']', 5_000) },
        { "63 deep", string.Concat(Enumerable.Repeat("{\"a\":[", 31)) + "1" + string.Concat(Enumerable.Repeat("]}", 31)) },
        { "huge number", "{\"n\":" + new string('9', 20_000) + ",\"e\":1e99999,\"m\":-0.0}" },
        { "duplicate keys", "[{\"a\":1,\"a\":2},{\"a\":3,\"a\":4},{\"a\":5,\"a\":" + new string('6', 900) + "}]" },
        { "half surrogates in JSON", "[" + string.Join(',', Enumerable.Repeat("{\"a\":\"\\ud800\",\"\\udfff\":\"x\",\"b\":null}", 100)) + "]" },
        { "invalid JSON", "{\"a\":[1,2," + new string('x', 5_000) + "}" },
        { "100,000 keys", "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(static index => $"\"k{index}\":{index}")) + "}" },
        { "10,000 objects with names of their own", "[" + string.Join(',', Enumerable.Range(0, 10_000).Select(static index => $"{{\"k{index}\":{index}}}")) + "]" },
        { "long names deep down", string.Concat(Enumerable.Repeat("{\"" + new string('n', 2_000) + "\":", 60)) + "[" + string.Join(',', Enumerable.Range(0, 3_000)) + "]" + new string('}', 60) },
        { "one line of 1 MB", new string('a', 1_000_000) },
        { "1 MB of words in a line", string.Concat(Enumerable.Repeat("words and more 12 ", 60_000)) },
        { "1 MB of line breaks", new string('\n', 1_000_000) },
        { "1 MB of emoji", string.Concat(Enumerable.Repeat("😀", 250_000)) },
        { "open tags", "<html>" + string.Concat(Enumerable.Repeat("<div><nav><!-- <script>", 40_000)) },
        { "angle brackets", "<html>" + new string('<', 500_000) },
        { "regions that end late", "<html>" + string.Concat(Enumerable.Repeat("<nav>x", 50_000)) + "</nav>" },
        { "log of one template", string.Concat(Enumerable.Repeat("2025-01-01T00:00:00Z ERROR a=1 b=2 failed\n", 20_000)) },
        { "log without repetition", string.Join('\n', Enumerable.Range(0, 20_000).Select(static index => $"2025-01-01T00:00:00Z INFO {Convert.ToHexString(BitConverter.GetBytes(index * 7919)).Replace('0', 'g').Replace('1', 'h')}")) },
        { "equals signs", "2025-01-01 a\n" + string.Concat(Enumerable.Repeat("2025-01-01 " + new string('=', 2_000) + "\n", 200)) },
        { "bars", string.Concat(Enumerable.Repeat(new string('|', 5_000) + "\n", 100)) },
        { "control characters", new string('\0', 5_000) + "\u2028\u0007" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void Assemble_HostileResult_ComesBackByteForByte(string name, string text)
    {
        ContextMessage[] messages =
        [
            Call("c", name, "1"), Result("r", "1", text), Call("d", name, "2"), Result("s", "2", text + " "), Call("e", name, "3"), Result("t", "3", text), Call("f", name, "4"), Result("v", "4", "ok"), Call("g", name, "5"),
            Result("w", "5", text.Length > 10 ? text[..^7] : text),
        ];
        foreach (var budget in new int?[] { null, 1_200 })
        {
            var input = new ContextInput(messages) { BudgetTokens = budget };
            var context = new ContextAssembler(new CharMeter()).Assemble(input, new Mint()).Value!;
            Assert.Null(FindUnpaired(context.Messages));
            var restored = RestoreAll(input, context);
            Assert.All(messages, message => Assert.Equal(Raw(message.Message), restored[message.Ref]));
            Assert.True(budget is null || context.TokensAfter <= budget);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"role\":7,\"content\":{\"a\":1}}")]
    [InlineData("{\"role\":\"user\",\"content\":\"\\ud800 half\"}")]
    [InlineData("{\"role\":\"user\",\"content\":[]}")]
    [InlineData("{\"role\":\"user\",\"content\":[7,null,{\"type\":\"text\"},{\"type\":\"text\",\"text\":9},{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}")]
    [InlineData("{\"role\":\"assistant\",\"tool_calls\":null}")]
    [InlineData("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":\"none\"}")]
    [InlineData("{\"content\":\"a\",\"role\":\"user\",\"content\":\"b\"}")]
    [InlineData("{\"\\u0072ole\":\"user\",\"content\":\"a\"}")]
    public void Assemble_StrangeMessage_PassesUntouched(string message)
    {
        var element = JsonDocument.Parse(message).RootElement;
        var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput([new ContextMessage("m", element, Label)]), new Mint()).Value!;
        Assert.Equal(message, Raw(Assert.Single(context.Messages).Message));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void Assemble_NoObject_IsRefused(string message) =>
        Assert.Equal("messages[0]", new ContextAssembler(new CharMeter()).Assemble(new ContextInput([new ContextMessage("m", JsonDocument.Parse(message).RootElement, Label)]), new Mint()).Error!.Param);

    [Fact]
    public void Assemble_CallsThatAreNoCalls_AreLeftOut()
    {
        var message = JsonDocument.Parse("{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":[7,{\"id\":\"a\"},{\"function\":{\"name\":\"f\",\"arguments\":{}}}]}").RootElement;
        var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput([new ContextMessage("m", message, Label), Say("u", "user", "go")]), new Mint()).Value!;
        Assert.Equal("u", Assert.Single(context.Messages).Ref);
        Assert.Equal($"[{Raw(message)}]", Encoding.UTF8.GetString(Assert.Single(context.Handles).Bytes.Span));
    }
}
