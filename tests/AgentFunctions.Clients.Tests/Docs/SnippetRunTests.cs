using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Snippets;

namespace AgentFunctions.Clients.Tests.Docs;

/// <summary>Each snippet of docs/clients.md runs as printed there against the local host as it comes.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SnippetRunTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("azure.mjs")]
    [InlineData("agents.mjs")]
    public async Task Script_Run_PrintsAnAnswer(string file) => Assert.NotEmpty((await gateway.Demo.Node.PrintedAsync("snippets/" + file)).Trim());

    [Fact]
    public async Task OpenAiScript_Run_AnswersWholeAndStreamed()
    {
        var lines = (await gateway.Demo.Node.PrintedAsync("snippets/openai.mjs")).Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, static line => Assert.Contains("Say hello", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task LangGraphScript_Run_CallsTheToolAndAnswers()
    {
        var kinds = (await gateway.Demo.Node.PrintedAsync("snippets/langgraph.mjs")).Trim().Split('\n').Select(static line => line.Split(':')[0]);
        Assert.Equal(["human", "ai", "tool", "ai"], kinds);
    }

    [Fact]
    public async Task ErrorsScript_Run_PrintsStatusCodeAndRequestId() =>
        Assert.Matches(@"^404 model_not_found \S{8,}$", (await gateway.Demo.Node.PrintedAsync("snippets/errors.mjs")).Trim());

    [Fact]
    public async Task OpenAiSnippet_Run_AnswersWholeAndStreamed()
    {
        var lines = (await PrintedAsync(OpenAiSnippet.RunAsync)).Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, static line => Assert.Contains("Say hello", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AzureSnippet_Run_PrintsAnAnswer() => Assert.NotEmpty((await PrintedAsync(AzureSnippet.RunAsync)).Trim());

    [Fact]
    public async Task ExtensionsAiSnippet_Run_CallsTheToolAndAnswers() => Assert.Contains("21 degrees in", await PrintedAsync(ExtensionsAiSnippet.RunAsync), StringComparison.Ordinal);

    [Fact]
    public async Task ErrorsSnippet_Run_PrintsStatusCodeAndRequestId()
    {
        var printed = await PrintedAsync(ErrorsSnippet.RunAsync);
        Assert.Matches(@"^404 \S{8,} ", printed);
        Assert.Contains("model_not_found", printed, StringComparison.Ordinal);
    }

    private async Task<string> PrintedAsync(Func<Task> snippet)
    {
        Environment.SetEnvironmentVariable("AGENTFUNCTIONS_URL", gateway.Demo.Address.ToString().TrimEnd('/'));
        Environment.SetEnvironmentVariable("AGENTFUNCTIONS_KEY", gateway.Demo.Key);
        var (console, printed) = (Console.Out, new StringWriter());
        Console.SetOut(printed);
        try
        {
            await snippet();
        }
        finally
        {
            Console.SetOut(console);
        }

        return printed.ToString();
    }
}
