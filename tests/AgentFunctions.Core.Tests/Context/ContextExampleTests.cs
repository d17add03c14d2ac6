using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>The log in docs/context.md comes out as it stands there.</summary>
public sealed class ContextExampleTests(ITestOutputHelper output)
{
    [Fact]
    public void Page_ExampleOfALog_IsWhatComesOut()
    {
        List<string> lines = [.. Enumerable.Range(0, 60).Select(static index => $"2025-06-14T10:00:{index:00}Z INFO  mail-relay request done status=200 latency_ms={index * 37 % 90} request_id=r{index * 1223}")];
        lines.Insert(38, "2025-06-14T10:00:37Z ERROR mail-relay upstream refused the connection host=lyon-2 attempt=3");
        var messages = (ContextMessage[])[Say("u", "user", "What is wrong with the mail?"), Call("c", "logs.query", "1"), Result("r", "1", string.Join('\n', lines))];

        var context = new ContextAssembler(VocabularyMeter.Create()).Assemble(new ContextInput(messages) { ExpandTool = "context.expand" }, new Mint()).Value!;

        var dropped = Assert.Single(context.Dropped);
        var text = TextOf(context.Messages.Single(static message => message.Ref == "r"));
        output.WriteLine($"{dropped.TokensBefore} {dropped.TokensAfter}\n{text}");
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "context.md"));
        Assert.Contains($"\n{text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd()}\n```", page, StringComparison.Ordinal);
        Assert.Contains($"\"reason\":\"folded\",\"tokensBefore\":{dropped.TokensBefore},\"tokensAfter\":{dropped.TokensAfter}}}", page, StringComparison.Ordinal);
    }
}
