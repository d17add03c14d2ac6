using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>Runs of agents on the real program, with the simulated model.</summary>
public sealed class AgentRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_DemoAgent_RunsToItsEnd()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));

        var run = await StartAndWaitAsync(host);

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.False(string.IsNullOrWhiteSpace(run.GetProperty("output").ToString()));
        Assert.NotEmpty(run.GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task Start_AgainOnTheSameFolder_KeepsTheRunAndRunsMore()
    {
        string id;
        await using (var host = await LocalHostProcess.StartAsync(_folder.Sub("data")))
        {
            id = (await StartAndWaitAsync(host)).GetProperty("id").GetString()!;
            await host.KillAsync();
        }

        await using var again = await LocalHostProcess.StartAsync(_folder.Sub("data"));

        Assert.Equal("succeeded", (await again.GetAsync($"/api/runs/{id}")).Ok().Json.GetProperty("status").GetString());
        Assert.Equal("succeeded", (await StartAndWaitAsync(again)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Start_EngineSettingOutOfRange_StopsTheStartNamingIt()
    {
        await using var host = LocalHostProcess.Launch(
            ["--urls", "http://127.0.0.1:0", "--data", _folder.Sub("data")], new Dictionary<string, string?> { ["AgentFunctions__Workflows__LeaseLife"] = "00:00:01" });

        Assert.Equal(1, await host.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("AgentFunctions:Workflows:LeaseLife", host.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> StartAndWaitAsync(LocalHostProcess host)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, "/api/agents/demo/runs", LocalHostProcess.AdminKey, """{"input":"Say hello"}""");
        request.Headers.TryAddWithoutValidation("Prefer", "wait=60");
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}\n{host.Output}");
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        return (await host.GetAsync($"/api/runs/{id}")).Ok().Json;
    }
}
