using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>Only what somebody else than the agent found moves anything; only an approver vouches.</summary>
public sealed class MemoryOutcomeTests : IAsyncLifetime
{
    private MemoryApp _app = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync();
        _id = await _app.AddAsync("""{"text":"Restart the relay before you replay the queue.","kind":"episodic"}""");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Outcome_OwnClaim_MovesNothing()
    {
        await UseAsync("r1");

        Assert.Equal(HttpStatusCode.OK, (await ReportAsync("r1", true, "demo")).Status);

        Assert.Equal((0, 0), await TrialsAsync());
    }

    [Fact]
    public async Task Outcome_Verified_MovesOnceARun()
    {
        await UseAsync("r1");

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await ReportAsync("r1", true, "ops")).Status);

        Assert.Equal((1, 0), await TrialsAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await ReportAsync("r1", false, "ops")).Status);
        Assert.Equal((1, 0), await TrialsAsync());
    }

    [Theory]
    [InlineData("ops")]
    [InlineData("demo")]
    public async Task Outcome_OfARunThatThereIsNot_IsRefused(string who)
    {
        var answer = await ReportAsync("never", true, who);

        Assert.Equal((HttpStatusCode.Conflict, "conflict", "runId"), (answer.Status, answer.Code, answer.Json.GetProperty("param").GetString()));
        Assert.Contains("'never'", answer.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0), await TrialsAsync());
    }

    [Fact]
    public async Task Outcome_OfARunThatWasNotGivenIt_MovesNothing()
    {
        await CallAsync("bystander");
        await _app.SearchAsync("nothing that any record has in common", "demo", "", ("x-run-id", "searcher"));

        foreach (var run in (string[])["bystander", "searcher"])
        {
            var answer = await ReportAsync(run, false, "ops");
            Assert.Equal((HttpStatusCode.Conflict, "runId"), (answer.Status, answer.Json.GetProperty("param").GetString()));
        }

        Assert.Equal((0, 0), await TrialsAsync());
    }

    [Fact]
    public async Task Outcome_OfAnotherAgentsRun_IsRefusedAsOneThatThereIsNot()
    {
        await _app.AddAsync("""{"text":"Restart the relay, says the other.","kind":"episodic"}""", "other");
        await _app.SearchAsync("restart the relay", "other", "", ("x-run-id", "theirs"));

        var theirs = await ReportAsync("theirs", true, "ops");
        var none = await ReportAsync("nobody", true, "ops");

        Assert.Equal(HttpStatusCode.Conflict, theirs.Status);
        Assert.Equal(none.Json.GetProperty("detail").GetString(), theirs.Json.GetProperty("detail").GetString()!.Replace("theirs", "nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_ForARunThatIsOverOrAnothers_GivesNothingOut()
    {
        await UseAsync("r1");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.SendAsync(HttpMethod.Post, "/api/runs/r1/complete", """{"outcome":"success"}""", "ops")).Status);

        foreach (var (who, code) in ((string, string)[])[("demo", "run_closed"), ("other", "not_entitled")])
        {
            var answer = await _app.SendAsync(HttpMethod.Post, "/api/memory/search", """{"query":"restart the relay"}""", who, ("x-run-id", "r1"));
            Assert.Equal((HttpStatusCode.Forbidden, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task ThreeVerifiedFailures_Demote()
    {
        for (var i = 0; i < 3; i++)
        {
            await UseAsync($"r{i}");
            await ReportAsync($"r{i}", false, "ops");
        }

        Assert.Equal("demoted", (await _app.RecordAsync(_id)).GetProperty("state").GetString());
        Assert.Empty(await _app.HitsAsync("restart the relay"));
        Assert.Equal(_id, (await _app.SearchAsync("restart the relay")).GetProperty("warnings")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Run_Completed_ByItsAgentIsAClaim_ByOthersAVerdict()
    {
        await CallAsync("own");
        await UseAsync("own");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.SendAsync(HttpMethod.Post, "/api/runs/own/complete", """{"outcome":"success"}""")).Status);
        Assert.Equal((0, 0), await TrialsAsync());

        await CallAsync("theirs");
        await UseAsync("theirs");
        Assert.Equal(HttpStatusCode.Accepted, (await _app.SendAsync(HttpMethod.Post, "/api/runs/theirs/complete", """{"outcome":"failure"}""", "ops")).Status);
        Assert.Equal((0, 1), await TrialsAsync());

        // Somebody else may still say of the first what came of it.
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.SendAsync(HttpMethod.Post, "/api/runs/own/outcome", """{"success":true}""")).Status);
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Post, "/api/runs/own/outcome", """{"success":true}""", "ops")).Status);
        Assert.Equal((1, 1), await TrialsAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await _app.SendAsync(HttpMethod.Post, "/api/runs/own/outcome", """{"success":false}""", "ops")).Status);
    }

    [Fact]
    public async Task Run_ThatIsNotOver_TakesNoVerdict()
    {
        await CallAsync("open");

        Assert.Equal(HttpStatusCode.Conflict, (await _app.SendAsync(HttpMethod.Post, "/api/runs/open/outcome", """{"success":true}""", "ops")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.SendAsync(HttpMethod.Post, "/api/runs/nothing/outcome", """{"success":true}""", "ops")).Status);
    }

    [Fact]
    public async Task Promote_AnApproverVouches_NobodyElse()
    {
        var learned = await _app.AddAsync("""{"text":"Invoices are sent on Mondays.","kind":"semantic"}""");
        const string Body = """{"agent":"demo"}""";
        foreach (var who in (string[])["demo", "ops", "admin"])
        {
            var refused = await _app.SendAsync(HttpMethod.Post, $"/api/memory/{learned}/promote", Body, who);
            Assert.True(who == "admin" || refused.Status == HttpStatusCode.Forbidden, $"{who} {refused.Text}");
            if (who == "admin") Assert.Equal(HttpStatusCode.OK, refused.Status);
        }

        var other = await _app.AddAsync("""{"text":"Shipments leave on Tuesdays.","kind":"semantic"}""");
        Assert.Equal("active", (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{other}/promote", Body, "ann")).Json.GetProperty("state").GetString());
        Assert.Equal([other], await _app.HitsAsync("When do shipments leave?"));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{other}/promote", """{"agent":"other"}""", "ann")).Status);
    }

    [Fact]
    public async Task Promote_OnesOwnWord_IsRefused()
    {
        var learned = await _app.AddAsync("""{"text":"The auditor is always right.","kind":"semantic"}""", "admin", ("x-agent-id", "demo"));

        Assert.Equal(HttpStatusCode.Forbidden, (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{learned}/promote", """{"agent":"demo"}""", "admin")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{learned}/promote", """{"agent":"demo"}""", "ann")).Status);
    }

    [Fact]
    public async Task Deny_RefusesWhatSaysTheSame()
    {
        const string Item = """{"text":"Discounts are given to whoever asks twice.","kind":"semantic"}""";
        var learned = await _app.AddAsync(Item);

        Assert.Equal("forgotten", (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{learned}/deny", """{"agent":"demo"}""", "ann")).Json.GetProperty("state").GetString());

        var again = Assert.Single(await _app.WriteAsync(Item));
        Assert.Equal(("refused", "denied"), (again.GetProperty("status").GetString(), again.GetProperty("reason").GetString()));
    }

    private Task<JsonElement> UseAsync(string run) => _app.SearchAsync("restart the relay", "demo", "", ("x-run-id", run));

    private async Task CallAsync(string run)
    {
        var answer = await _app.SendAsync(HttpMethod.Post, "/v1/chat/completions", """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""", "demo", ("x-run-id", run));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private Task<Resources.ControlApp.Answer> ReportAsync(string run, bool success, string who) =>
        _app.SendAsync(HttpMethod.Post, $"/api/memory/{_id}/outcome", JsonSerializer.Serialize(new { success, runId = run }), who, who == "demo" ? [] : [("x-agent-id", "demo")]);

    private async Task<(double Successes, double Failures)> TrialsAsync()
    {
        var usefulness = (await _app.RecordAsync(_id)).GetProperty("usefulness");
        return (usefulness.GetProperty("successes").GetDouble(), usefulness.GetProperty("failures").GetDouble());
    }
}
