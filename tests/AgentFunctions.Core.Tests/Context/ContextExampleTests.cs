using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>The example in docs/context.md comes out as it stands there, but for its handles, which follow from a key.</summary>
public sealed partial class ContextExampleTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string[] Names = ["Ada", "Boris", "Chen", "Dora", "Emeka", "Fatou", "Goran", "Hana"];

    [Fact]
    public void Page_Example_IsWhatComesOut()
    {
        var messages = (ContextMessage[])
        [
            Say("messages[0]", "user", "Which orders are late, and is the mail relay well?"),
            CallOf("messages[1]", "orders.list", "c1"), Result("messages[2]", "c1", Orders(changed: false)),
            CallOf("messages[3]", "logs.query", "c2"), Result("messages[4]", "c2", Log()),
            CallOf("messages[5]", "orders.list", "c3"), Result("messages[6]", "c3", Orders(changed: true)),
        ];

        var context = new ContextAssembler(VocabularyMeter.Create()).Assemble(new ContextInput(messages), new Mint()).Value!;

        var (first, log, second) = (context.Dropped.Single(static drop => drop.Ref == "messages[2]"), context.Dropped.Single(static drop => drop.Ref == "messages[4]"), context.Dropped.Single(static drop => drop.Ref == "messages[6]"));
        string Text(string reference) => Plain(TextOf(context.Messages.Single(message => message.Ref == reference)).TrimEnd());
        foreach (var drop in context.Dropped) output.WriteLine($"{drop}\n{Text(drop.Ref)}\n");
        output.WriteLine($"{context.TokensBefore} {context.TokensAfter}");
        var page = Plain(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "context.md")));
        void Says(FormattableString text) => Assert.Contains(text.ToString(CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        Says($"after one had changed: {context.TokensBefore:N0} tokens. Assembled without a budget: {context.TokensAfter:N0}. The first list ({first.TokensBefore:N0} tokens, now {first.TokensAfter:N0}; 37 rows");
        Says($"The log ({log.TokensBefore:N0}, now {log.TokensAfter:N0}) and the second list ({second.TokensBefore:N0}, now {second.TokensAfter:N0}):");
        Says($"\"reason\":\"folded\",\"tokensBefore\":{log.TokensBefore},\"tokensAfter\":{log.TokensAfter}}}");
        Says($"```\n{string.Join('\n', Text(first.Ref).Split('\n').Take(7))}\n```");
        Says($"```\n{Text(log.Ref)}\n```");
        Says($"```\n{Text(second.Ref)}\n```");
    }

    private static ContextMessage CallOf(string reference, string tool, string id) =>
        Message(reference, new { role = "assistant", content = (string?)null, tool_calls = (object[])[new { id, type = "function", function = new { name = tool, arguments = "{}" } }] });

    private static string Orders(bool changed) => JsonSerializer.Serialize(
        new
        {
            @object = "list",
            has_more = true,
            data = Enumerable.Range(0, 40).Select(index => new
            {
                id = $"ORD-{7100 + index}",
                @object = "order",
                status = index % 10 == 0 || (changed && index == 3) ? "late" : "paid",
                customer = new { id = 40 + index, name = Names[index % Names.Length], phone = (string?)null },
                total = 12.5 + index,
                currency = "EUR",
                placed_at = $"2025-06-{(index % 28) + 1:00}",
                coupon = (string?)null,
                tags = Array.Empty<string>(),
            }),
        },
        Indented);

    private static string Log()
    {
        List<string> lines = [.. Enumerable.Range(0, 60).Select(static index => $"2025-06-14T10:00:{index:00}Z INFO  mail-relay request done status=200 latency_ms={index * 37 % 90} request_id=r{index * 1223}")];
        lines.Insert(38, "2025-06-14T10:00:37Z ERROR mail-relay upstream refused the connection host=lyon-2 attempt=3");
        return string.Join('\n', lines);
    }

    private static string Plain(string text) => Handle().Replace(text, "h_");

    [GeneratedRegex("h_[a-z0-9]{26}")]
    private static partial Regex Handle();
}
