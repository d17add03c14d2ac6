using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>A chat client that talks to an agent within a session, on the real program.</summary>
public sealed class SessionChatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Chat_WithTheWholeHistoryEveryTime_IsKeptOnce()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var first = await AskAsync(host, "one", ("user", "Where is my order?"));
        Assert.Equal(first, await AskAsync(host, "one", ("user", "Where is my order?")));
        await AskAsync(host, "two", ("user", "Where is my order?"), ("assistant", first), ("user", "And when does it come?"));
        await AskAsync(host, null, ("user", "Thanks."));

        using var request = LocalHostCalls.Request(HttpMethod.Get, "/api/sessions/dbl/messages", LocalHostProcess.AdminKey);
        request.Headers.Add("x-agent-id", "demo");
        using var response = await host.Client.SendAsync(request);
        var held = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("message")).ToArray();
        Assert.Equal(["user", "assistant", "user", "assistant", "user", "assistant"], held.Select(static message => message.GetProperty("role").GetString()));
        Assert.Equal(["Where is my order?", first, "And when does it come?"], held.Take(3).Select(static message => message.GetProperty("content").GetString()));
    }

    private static async Task<string> AskAsync(LocalHostProcess host, string? key, params (string Role, string Content)[] said)
    {
        var body = JsonSerializer.Serialize(new { model = "agent/demo", messages = said.Select(static message => new { role = message.Role, content = message.Content }) });
        using var request = LocalHostCalls.Request(HttpMethod.Post, "/v1/chat/completions", LocalHostProcess.AdminKey, body);
        request.Headers.Add("x-agent-id", "demo");
        request.Headers.Add("x-session-id", "dbl");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{text}\n{host.Output}");
        Assert.Equal("dbl", response.Headers.GetValues("x-session-id").Single());
        return JsonDocument.Parse(text).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
