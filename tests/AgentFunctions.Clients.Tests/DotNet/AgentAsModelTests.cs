using System.ClientModel;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using OpenAI;
using OpenAI.Chat;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>OpenAI's own .NET client talks to an agent as to a model: whole and streamed, a run each, each charged once.</summary>
public sealed class AgentAsModelTests : IDisposable
{
    private const string Model = "agent/clerk";
    private const string Question = "Say hello to the clerk";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Chat_AgentAsModel_AnswersWholeAndStreamedAndIsChargedOnce()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Data);
        await host.DeclareAsync("agents", "clerk", """{"models":["sim-small"],"instructions":"You are a clerk."}""");
        var (_, key) = await host.IssueKeyAsync("clerk");
        var chat = new ChatClient(Model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(host.Address, "/v1") });

        var whole = (await chat.CompleteChatAsync(new UserChatMessage(Question))).Value;
        Assert.Contains(Question, whole.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        Assert.True(whole.Usage.InputTokenCount > 0 && whole.Usage.OutputTokenCount > 0, "the tokens of the run");

        var streamed = "";
        await foreach (var update in chat.CompleteChatStreamingAsync(new UserChatMessage(Question))) streamed += string.Concat(update.ContentUpdate.Select(static part => part.Text));
        Assert.Equal(whole.Content[0].Text, streamed);

        var runs = (await host.GetAsync("/api/runs?agent=clerk")).Ok().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["succeeded", "succeeded"], runs.Select(static run => run.GetProperty("status").GetString()));
        var requests = 0L;
        await TestWait.UntilAsync(
            async () => (requests = (await host.GetAsync("/api/usage?agent=clerk&from=2d")).Ok().Json.GetProperty("total").GetProperty("requests").GetInt64()) >= 2, "both calls are in the usage", TimeSpan.FromSeconds(60));
        Assert.Equal(2, requests);
    }
}
