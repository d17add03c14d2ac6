using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

public sealed class CompressionLayerTests
{
    private static readonly Mint Handles = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Duplicates_SameText_RefersToTheOneThatStands()
    {
        var text = string.Join(' ', Enumerable.Range(0, 80).Select(static index => $"word{index}"));
        var (context, texts) = Assemble([Call("c", "read", "1"), Result("r", "1", text), Call("d", "read", "2"), Result("s", "2", text)]);
        Assert.Equal(text, texts["r"]);
        Assert.Contains("the same text as read (1) earlier", texts["s"], StringComparison.Ordinal);
        Assert.Equal((DropReasons.Duplicate, "s"), (context.Dropped[0].Reason, context.Dropped[0].Ref));
    }

    [Fact]
    public void NearDuplicates_OneLineDiffers_SaysOnlyThatLine()
    {
        var lines = Enumerable.Range(0, 60).Select(static index => $"line {index} says value {index * 7}").ToList();
        var changed = lines.Select((line, index) => index == 30 ? "line 30 says something else entirely" : line);
        var (context, texts) = Assemble([Call("c", "read", "1"), Result("r", "1", string.Join('\n', lines)), Call("d", "read", "2"), Result("s", "2", string.Join('\n', changed))]);
        Assert.EndsWith("\n- line 30 says value 210\n+ line 30 says something else entirely\n", texts["s"], StringComparison.Ordinal);
        Assert.Equal(DropReasons.NearDuplicate, Assert.Single(context.Dropped).Reason);

        // Both handles that the text names bring something back, also the one of the result that stands whole.
        Assert.Equal(2, context.Handles.Count);
        Assert.All(context.Handles, handle => Assert.Contains(handle.Handle, texts["s"], StringComparison.Ordinal));
    }

    [Fact]
    public void NearDuplicates_OtherText_StaysWhole()
    {
        var (_, texts) = Assemble([Call("c", "read", "1"), Result("r", "1", Words(0)), Call("d", "read", "2"), Result("s", "2", Words(1_000))]);
        Assert.Equal(Words(1_000), texts["s"]);
        static string Words(int from) => string.Join(' ', Enumerable.Range(from, 100).Select(static index => $"word{index}"));
    }

    [Fact]
    public void Json_ListOfObjects_BecomesColumnsAndKeepsEveryValue()
    {
        var rows = Enumerable.Range(0, 20).Select(static index => new { id = 9_007_199_254_740_993 + index, user = new { login = $"u{index}", type = "User" }, note = (string?)null, tags = Array.Empty<string>(), price = 0.10m, currency = "EUR" });
        var (context, texts) = Assemble([Call("c", "list", "1"), Result("r", "1", JsonSerializer.Serialize(new { total = 20, rows }, Indented))]);
        Assert.Contains("{\"columns\":[\"id\",\"user.login\"],\"all\":{\"user.type\":\"User\",\"price\":0.10,\"currency\":\"EUR\"},\"rows\":[\n[9007199254740993,\"u0\"]", texts["r"], StringComparison.Ordinal);
        Assert.Contains("[9007199254741012,\"u19\"]", texts["r"], StringComparison.Ordinal);
        Assert.Equal(DropReasons.Projected, Assert.Single(context.Dropped).Reason);
    }

    [Fact]
    public void Json_UsedFields_KeepsThoseAndWhatSaysHowAThingStands()
    {
        var rows = Enumerable.Range(0, 20).Select(static index => new { id = index, owner_id = index * 3, status = index % 2 == 0 ? "open" : "closed", blurb = $"text {index}", amount = index * 1.5, weight = index + 7_000 });
        var (_, texts) = Assemble([Call("c", "list", "1"), Result("r", "1", JsonSerializer.Serialize(rows, Indented)) with { UsedFields = ["amount"] }]);
        Assert.Contains("(fields left out: blurb, weight)", texts["r"], StringComparison.Ordinal);
        Assert.Contains("\"columns\":[\"id\",\"owner_id\",\"status\",\"amount\"]", texts["r"], StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_RepeatedLines_AreCountedAndErrorsStandVerbatim()
    {
        List<string> lines = [.. Enumerable.Range(0, 100).Select(static index => $"2025-06-14T10:00:{index % 60:00}Z INFO  api request done latency_ms={index + 3} id=r{index:000}")];
        lines.Insert(50, "2025-06-14T10:00:50Z ERROR api upstream refused the connection host=db-7 attempt=3");
        var (context, texts) = Assemble([Call("c", "logs", "1"), Result("r", "1", string.Join('\n', lines))]);
        Assert.Contains(lines[50], texts["r"], StringComparison.Ordinal);
        Assert.Contains("100 like it, latency_ms 3..102", texts["r"], StringComparison.Ordinal);
        Assert.Contains("id=r000", texts["r"], StringComparison.Ordinal);
        Assert.Contains("id=r099", texts["r"], StringComparison.Ordinal);
        Assert.Equal(DropReasons.Folded, Assert.Single(context.Dropped).Reason);
    }

    [Fact]
    public void Pages_Markup_LeavesTheText()
    {
        var page = "<!DOCTYPE html><html><head><script>var x = '<p>no</p>';</script></head><body><nav><ul>" + string.Concat(Enumerable.Range(0, 20).Select(static index => $"<li><a href='/{index}'>Menu</a></li>"))
            + "</ul></nav><main><h1>Refunds &amp; returns</h1><p>Within <b>30 days</b> of delivery.</p></main><footer>Imprint</footer></body></html>";
        var (context, texts) = Assemble([Call("c", "fetch", "1"), Result("r", "1", page)]);
        Assert.EndsWith("\n# Refunds & returns\nWithin 30 days of delivery.\n", texts["r"], StringComparison.Ordinal);
        Assert.Equal(DropReasons.Boilerplate, Assert.Single(context.Dropped).Reason);
    }

    [Fact]
    public void Condense_OldLongResult_NamesFieldsFactsHandleAndTheTool()
    {
        var rows = Enumerable.Range(0, 800).Select(static index => new { order_id = $"ORD-{index}", status = index % 4 == 0 ? "late" : "paid", total = index + 0.5 });
        var (context, texts) = Assemble([Call("c", "orders.list", "1"), Result("r", "1", JsonSerializer.Serialize(new { cursor = "abc", error = "partial", rows })), .. Rounds(2)]);
        Assert.Contains("rows[800]{order_id, status, total}", texts["r"], StringComparison.Ordinal);
        Assert.Contains("error: partial", texts["r"], StringComparison.Ordinal);
        Assert.Contains("rows.status: late ×200, paid ×600", texts["r"], StringComparison.Ordinal);
        Assert.Contains("rows.total: 0.5..799.5", texts["r"], StringComparison.Ordinal);
        Assert.Contains("synopsis of the result of orders.list", texts["r"], StringComparison.Ordinal);
        Assert.Contains("context.expand", texts["r"], StringComparison.Ordinal);
        Assert.Contains(context.Dropped[0].Handle, texts["r"], StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_HighWater_ClearsTheOldestDownToTheLowWater()
    {
        List<ContextMessage> messages = [Say("u", "user", "go")];
        List<int> tokens = [];
        for (var round = 0; round < 30; round++)
        {
            messages.AddRange([Call($"c{round}", "read", $"{round}"), Result($"r{round}", $"{round}", string.Join(' ', Enumerable.Range(round * 1_000, 90).Select(static index => $"value{index}")))]);
            var context = new ContextAssembler(new CharMeter()).Assemble(new ContextInput(messages) { BudgetTokens = 4_000, Options = CompressionOptions.Default with { Condense = false } }, Handles).Value!;
            tokens.Add(context.TokensAfter);
            var stale = context.Dropped.Where(static drop => drop.Reason == DropReasons.Stale).Select(static drop => drop.Ref).ToList();
            Assert.Equal(Enumerable.Range(0, stale.Count).Select(static index => $"r{index}"), stale);
            Assert.Equal(TextOf(context.Messages[^1]), messages[^1].Message.GetProperty("content").GetString());
        }

        // Nothing is cleared up to the high-water mark, and then, but for the newest rounds, down to the low one at once.
        var falls = tokens.Zip(tokens.Skip(1)).Where(static pair => pair.Second < pair.First).ToList();
        Assert.InRange(falls.Count, 2, 5);
        Assert.All(falls, static pair => Assert.True(pair.Second <= 2_000 + 500, $"{pair}"));
        Assert.True(tokens.Max() is > 2_800 and <= 3_200, $"{tokens.Max()}");
    }

    [Fact]
    public void Summaries_OldProseOverBudget_KeepsTheTellingSentences()
    {
        var prose = string.Join(' ', Enumerable.Range(0, 60).Select(static index => "We talked about this and that for a while and went on.")) + " The limit must stay at 4500 EUR for branch Lyon.";
        var (context, texts) = Assemble([Say("a", "assistant", prose), Say("u", "user", "go")], 500);
        Assert.Contains("The limit must stay at 4500 EUR for branch Lyon.", texts["a"], StringComparison.Ordinal);
        Assert.Equal(DropReasons.Summarised, Assert.Single(context.Dropped).Reason);
    }

    private static IEnumerable<ContextMessage> Rounds(int count) =>
        Enumerable.Range(0, count).SelectMany(static round => new[] { Call($"x{round}", "noop", $"x{round}"), Result($"y{round}", $"x{round}", "done") });

    private static (AssembledContext Context, Dictionary<string, string> Texts) Assemble(IReadOnlyList<ContextMessage> messages, int? budget = null)
    {
        var input = new ContextInput(messages) { BudgetTokens = budget };
        var context = new ContextAssembler(new CharMeter()).Assemble(input, Handles).Value!;
        var restored = RestoreAll(input, context);
        Assert.All(messages, message => Assert.Equal(Raw(message.Message), restored[message.Ref]));
        return (context, context.Messages.Where(static message => message.Ref is not null).ToDictionary(static message => message.Ref!, TextOf));
    }
}
