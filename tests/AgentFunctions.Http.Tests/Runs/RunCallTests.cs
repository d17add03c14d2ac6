using System.Net;
using AgentFunctions.Core.Documents;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>Model calls that name runs and sessions.</summary>
public sealed class RunCallTests : IAsyncLifetime
{
    private RunsApp _app = null!;

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Call_NewRun_BeginsItForTheAgent()
    {
        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync("r1", headers: ("x-session-id", "s1"))).Status);

        var run = (await _app.GetAsync("/api/runs/r1", at: _app.Two)).Json;
        Assert.Equal(
            ("r1", "running", "external", "demo", "red", "s1"),
            (Text(run, "id"), Text(run, "status"), Text(run, "origin"), Text(run, "agent"), Text(run, "team"), Text(run, "sessionId")));
        foreach (var name in (string[])["endedAt", "outcome", "usage", "output", "error"]) Assert.Equal(System.Text.Json.JsonValueKind.Null, run.GetProperty(name).ValueKind);
        foreach (var name in (string[])["steps", "pendingApprovals"]) Assert.Equal(0, run.GetProperty(name).GetArrayLength());
    }

    [Fact]
    public async Task Call_RunOfAnotherAgent_IsRefusedInEveryProcess()
    {
        await _app.CallAsync("r1");

        foreach (var process in (ControlApp[])[_app.One, _app.Two])
        {
            var answer = await _app.CallAsync("r1", "other", process);
            Assert.Equal((HttpStatusCode.Forbidden, "not_entitled", "x-run-id"), (answer.Status, Error(answer, "code"), Error(answer, "param")));
            Assert.DoesNotContain("demo", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Call_SameRunInAnotherTenant_IsAnotherRun()
    {
        await _app.CallAsync("r1");
        await _app.CompleteAsync("r1");

        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync("r1", "far/demo")).Status);
        Assert.Equal("running", Text((await _app.GetAsync("/api/runs/r1", "far/demo")).Json, "status"));
        Assert.Equal("succeeded", Text((await _app.GetAsync("/api/runs/r1")).Json, "status"));
    }

    [Fact]
    public async Task Call_RunCompletedInAnotherProcess_IsRefusedWithinTwoSeconds()
    {
        await _app.CallAsync("r1");
        await _app.CallAsync("r1", at: _app.Two);
        Assert.Equal(HttpStatusCode.Accepted, (await _app.CompleteAsync("r1", at: _app.Two)).Status);

        var at = await _app.CallAsync("r1", at: _app.Two);
        _app.Advance(TimeSpan.FromMilliseconds(2001));
        var elsewhere = await _app.CallAsync("r1");

        foreach (var answer in (ControlApp.Answer[])[at, elsewhere])
        {
            Assert.Equal((HttpStatusCode.Forbidden, "run_closed", "x-run-id"), (answer.Status, Error(answer, "code"), Error(answer, "param")));
            Assert.Contains("succeeded", Error(answer, "message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Call_OfAnOperatorAsTheAgent_JoinsTheAgentsRun()
    {
        await _app.CallAsync("r1");

        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync("r1", "ops", headers: ("x-agent-id", "demo"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.CallAsync("r1", "ops", headers: ("x-agent-id", "other"))).Status);
    }

    [Fact]
    public async Task Calls_OfTwoAgentsInTwoProcesses_OneHasTheRun()
    {
        _app.Store.Before = async () => await Task.Yield();
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(_app.CallAsync($"r{round}"), _app.CallAsync($"r{round}", "other", _app.Two));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], answers.Select(static a => a.Status).Order());
            var (winner, loser) = answers[0].Status == HttpStatusCode.OK ? ("demo", "other") : ("other", "demo");
            Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync($"/api/runs/r{round}", winner)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/api/runs/r{round}", loser)).Status);
        }
    }

    [Fact]
    public async Task Call_ThatIsRefusedForWhatItSays_BeginsNothing()
    {
        string[] refused =
        [
            """{"model":"sim-small"}""", """{"model":"absent","messages":[]}""", """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}],"web_search_options":{}}""",
            $$"""{"model":"sim-small","messages":[{"role":"user","content":"Hi"}],"user":"{{new string('u', 257)}}"}""",
        ];
        foreach (var body in refused) Assert.InRange((int)(await _app.CallAsync("r1", body: body)).Status, 400, 404);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.CallAsync("r1", headers: ("x-end-user", new string('u', 257)))).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/runs/r1")).Status);
        Assert.Empty(await _app.ListAsync());
    }

    [Theory]
    [InlineData("x-run-id", 3)]
    [InlineData("x-session-id", 2)]
    public async Task Call_StoreFailsAtAnyStep_IsRefusedAndNeverRunsUnbound(string header, int steps)
    {
        // The key and what it may do are confirmed, so that only the binding asks the store.
        await _app.CallAsync(null);
        for (var failing = 1; failing <= steps; failing++)
        {
            var operations = 0;
            _app.Store.Before = () => ++operations == failing ? throw new DocumentStoreUnavailableException("The test made it fail.") : Task.CompletedTask;
            var refused = await _app.CallAsync(null, headers: (header, $"id-{failing}"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "store_unavailable"), (refused.Status, Error(refused, "code")));
            Assert.Equal(failing, operations);
            _app.Store.Before = null;

            Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync(null, headers: (header, $"id-{failing}"))).Status);
        }
    }

    [Fact]
    public async Task Call_OfAKnownRun_CostsOneReadMoreThanAnyOther()
    {
        await _app.CallAsync("r1", headers: ("x-session-id", "s1"));
        _app.Advance(TimeSpan.FromSeconds(3));
        var plain = await CostAsync(null);
        _app.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(plain + 1, await CostAsync("r1"));

        // Known, it costs what any call costs.
        Assert.Equal(await CostAsync(null), await CostAsync("r1"));
    }

    [Fact]
    public async Task Call_OfARunThatWasIdle_IsRefusedOnceItIsClosed()
    {
        await _app.CallAsync("r1");
        _app.Advance(TimeSpan.FromMinutes(32));
        await RunsApp.CloseIdleAsync(_app.Two);

        var answer = await _app.CallAsync("r1");

        Assert.Equal("run_closed", Error(answer, "code"));
        Assert.Contains("timedOut", Error(answer, "message"), StringComparison.Ordinal);
        Assert.Equal(["r1"], await _app.ListAsync(query: "?status=timedOut"));
    }

    [Fact]
    public async Task Call_OfATenantThatWasDeletedAndMadeAgain_SeesNothingOfTheRunsBefore()
    {
        await _app.CallAsync("r1", "far/demo");
        foreach (var path in (string[])["agents/demo", "models/sim-small", "providers/sim", "principals/ops", "tenants/far"])
        {
            if (path is "agents/demo" or "principals/ops") await DeleteKeysAsync();
            var answer = await _app.One.SendAsync(HttpMethod.Delete, "/api/" + path, null, ControlApp.AdminKey, ("x-tenant-id", "far"));
            Assert.True(answer.Status == HttpStatusCode.NoContent, path + answer.Text);
        }

        await _app.DeclareFarAsync();
        _app.Advance(TimeSpan.FromSeconds(3));

        Assert.Empty(await _app.ListAsync("far/ops"));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/runs/r1", "far/ops")).Status);
    }

    private async Task DeleteKeysAsync()
    {
        foreach (var key in (await _app.One.SendAsync(HttpMethod.Get, "/api/keys", null, ControlApp.AdminKey, ("x-tenant-id", "far"))).Json.GetProperty("items").EnumerateArray())
            await _app.One.SendAsync(HttpMethod.Delete, $"/api/keys/{key.GetProperty("id").GetString()}", null, ControlApp.AdminKey, ("x-tenant-id", "far"));
    }

    private async Task<int> CostAsync(string? run)
    {
        var operations = 0;
        _app.Store.Before = () =>
        {
            operations++;
            return Task.CompletedTask;
        };
        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync(run, headers: ("x-session-id", "s1"))).Status);
        await _app.One.IdleAsync();
        _app.Store.Before = null;
        return operations;
    }

    private static string? Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Error(ControlApp.Answer answer, string name) => answer.Json.GetProperty("error").GetProperty(name).GetString()!;
}
