using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>Steering runs that wait for people, on the real program: cancel while suspended, rewind after a denial, fork by the name of a step, and what a run says it waits for.</summary>
public sealed class SteeredRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunThatWaitsWithin_Denied_IsRewoundForkedSuspendedAndCancelled()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await host.DeclareAsync("tools", "clock.guarded", """{"type":"builtin","builtin":"time.now","approval":{"required":"always"}}""");
        await host.DeclareAsync("agents", "clerk", """{"models":["sim-small"],"tools":["clock.guarded"]}""");
        await host.DeclareAsync("workflows", "asks", """{"agent":"clerk","steps":[{"id":"first","type":"set","values":{"x":1}},{"id":"look","type":"tool","tool":"clock.guarded"},{"id":"ok","type":"approval","action":{"pay":1}}]}""");
        await host.DeclareAsync("workflows", "outer", """{"agent":"clerk","steps":[{"id":"child","type":"workflow","workflow":"asks"}]}""");
        var ann = await PersonAsync(host);
        var run = await StartAsync(host, "asks");

        // Denied, the run fails; rewound, people are asked anew, and only what they say then counts.
        var denied = await AskedAsync(host, run);
        await DecideAsync(host, ann, denied, "deny");
        var failed = await StatusAsync(host, run, "failed");
        Assert.Equal(("approval_denied", "failure"), (failed.GetProperty("error").GetProperty("code").GetString(), failed.GetProperty("outcome").GetString()));
        (await RewindAsync(host, run)).Ok();
        var asked = await AskedAsync(host, run);
        Assert.NotEqual(denied, asked);
        await DecideAsync(host, ann, asked, "approve");
        var second = await AskedAsync(host, run, other: asked);
        await DecideAsync(host, ann, second, "approve");
        Assert.Equal("success", (await StatusAsync(host, run, "succeeded")).GetProperty("outcome").GetString());

        var wrong = await host.ApiAsync(HttpMethod.Post, $"/api/runs/{run}/fork", """{"fromStep":"pay"}""");
        Assert.Equal(400, wrong.Status);
        Assert.Contains("00001-look, 00002-ok.", wrong.Text, StringComparison.Ordinal);
        var fork = (await host.ApiAsync(HttpMethod.Post, $"/api/runs/{run}/fork", """{"fromStep":"ok"}""")).Ok().Json.GetProperty("id").GetString()!;
        await AskedAsync(host, fork);
        (await host.ApiAsync(HttpMethod.Post, $"/api/runs/{fork}/suspend", "{}")).Ok();
        (await host.ApiAsync(HttpMethod.Post, $"/api/runs/{fork}/cancel", "{}")).Ok();
        await StatusAsync(host, fork, "cancelled");

        // Of a run within a run the outer one says whose turn it is.
        var outer = await StartAsync(host, "outer");
        JsonElement waits = default;
        await TestWait.UntilAsync(
            async () => (waits = (await host.GetAsync($"/api/runs/{outer}")).Ok().Json.GetProperty("waitingFor")).GetArrayLength() == 2, "the outer run says what the inner one waits for", TimeSpan.FromSeconds(60));
        Assert.Equal(waits[0].GetProperty("childRunId").GetString(), waits[1].GetProperty("runId").GetString());
        var deep = waits[1].GetProperty("approvalId").GetString()!;
        Assert.Equal("pending", (await host.GetAsync($"/api/approvals/{deep}")).Ok().Json.GetProperty("status").GetString());
        (await host.ApiAsync(HttpMethod.Post, $"/api/runs/{outer}/suspend", "{}")).Ok();
        await DecideAsync(host, ann, deep, "approve");
        (await host.ApiAsync(HttpMethod.Post, $"/api/runs/{outer}/cancel", "{}")).Ok();
        await StatusAsync(host, outer, "cancelled");
        Assert.Equal("withdrawn", (await host.GetAsync($"/api/approvals/{deep}")).Ok().Json.GetProperty("status").GetString());
    }

    private static async Task<string> PersonAsync(LocalHostProcess host)
    {
        await host.DeclareAsync("principals", "ann", """{"type":"approver"}""");
        return (await host.ApiAsync(HttpMethod.Post, "/api/keys", """{"principal":"ann"}""")).Ok().Json.GetProperty("key").GetString()!;
    }

    private static async Task<string> StartAsync(LocalHostProcess host, string workflow) =>
        (await host.ApiAsync(HttpMethod.Post, $"/api/workflows/{workflow}/runs", "{}")).Ok().Json.GetProperty("id").GetString()!;

    private static async Task<JsonElement> StatusAsync(LocalHostProcess host, string run, string status)
    {
        JsonElement json = default;
        await TestWait.UntilAsync(async () => (json = (await host.GetAsync($"/api/runs/{run}")).Ok().Json).GetProperty("status").GetString() == status, $"{run} is {status}", TimeSpan.FromSeconds(60));
        return json;
    }

    private static async Task<string> AskedAsync(LocalHostProcess host, string run, string? other = null)
    {
        string? asked = null;
        await TestWait.UntilAsync(
            async () =>
            {
                var pending = (await host.GetAsync($"/api/runs/{run}")).Ok().Json.GetProperty("pendingApprovals");
                asked = pending.GetArrayLength() == 0 ? null : pending[0].GetProperty("id").GetString();
                return asked is not null && asked != other;
            },
            $"{run} asks",
            TimeSpan.FromSeconds(60));
        return asked!;
    }

    private static async Task DecideAsync(LocalHostProcess host, string key, string approval, string decision)
    {
        var digest = (await host.GetAsync($"/api/approvals/{approval}")).Ok().Json.GetProperty("digest").GetString();
        using var request = LocalHostCalls.Request(HttpMethod.Post, $"/api/approvals/{approval}", key, $$"""{"decision":"{{decision}}","digest":"{{digest}}"}""");
        using var response = await host.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The record is closed a moment before the engine has ended it.</summary>
    private static async Task<ApiAnswer> RewindAsync(LocalHostProcess host, string run)
    {
        ApiAnswer? answer = null;
        await TestWait.UntilAsync(async () => (answer = await host.ApiAsync(HttpMethod.Post, $"/api/runs/{run}/rewind", "{}")).Status == 202, "it is rewound", TimeSpan.FromSeconds(30));
        return answer!;
    }
}
