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

    [Fact]
    public async Task Report_OfAWorkflow_CountsTheRunsWithinIt()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await host.DeclareAsync("workflows", "two", """{"agent":"demo","steps":[{"id":"a","type":"agent","agent":"demo","input":"One"},{"id":"b","type":"agent","agent":"demo","input":"Two"}]}""");
        var run = (await StartAndWaitAsync(host, "/api/workflows/two/runs")).GetProperty("id").GetString();

        JsonElement report = default;
        await TestWait.UntilAsync(
            async () =>
            {
                report = (await host.GetAsync($"/api/runs/{run}/report")).Ok().Json;
                return report.GetProperty("usage") is { ValueKind: JsonValueKind.Object } usage && usage.GetProperty("requests").GetInt32() == 2;
            },
            "the calls of both are counted",
            TimeSpan.FromSeconds(60));

        Assert.NotEmpty(report.GetProperty("models").EnumerateArray());
        Assert.Equal(2, (await host.GetAsync($"/api/runs/{run}")).Ok().Json.GetProperty("usage").GetProperty("requests").GetInt32());
    }

    private static async Task<JsonElement> StartAndWaitAsync(LocalHostProcess host, string path = "/api/agents/demo/runs")
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, path, LocalHostProcess.AdminKey, """{"input":"Say hello"}""");
        request.Headers.TryAddWithoutValidation("Prefer", "wait=60");
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}\n{host.Output}");
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        return (await host.GetAsync($"/api/runs/{id}")).Ok().Json;
    }
}
