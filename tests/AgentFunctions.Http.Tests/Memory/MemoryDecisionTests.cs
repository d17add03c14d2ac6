using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>What people refused, and what went wrong, holds for the text: it does not come back in another kind, session or mouth, or after its record is gone.</summary>
public sealed class MemoryDecisionTests : IAsyncLifetime
{
    private const string Text = "Discounts are given to whoever asks twice.";
    private MemoryApp _app = null!;

    public async Task InitializeAsync() => _app = await MemoryApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Denied_IsRefused_HoweverManySayIt_AndInWhateverKindSessionOrMouth()
    {
        await DenyAsync(await _app.AddAsync(Item(Text, speaker: "p")));
        for (var i = 0; i < 60; i++) await RefusedAsync(Item(Text, speaker: $"p{i}"));
        foreach (var item in (string[])[Item(Text), Item(Text, "episodic"), Item(Text, "episodic", sessionId: "s9"), Item("discounts are given to whoever asks TWICE", "episodic", "Ann"), Item(Text, subject: "Ann")]) await RefusedAsync(item);
        await RefusedAsync(Item(Text), "ops", ("x-agent-id", "demo"));
    }

    [Fact]
    public async Task Denied_AmongManyThatResembleIt_IsRefused()
    {
        for (var i = 0; i < 40; i++) await _app.AddAsync(Item($"The parcel of customer {i} is given to whoever asks for it at the desk in the hall."));
        await DenyAsync(await _app.AddAsync(Item("The parcel of customer is given to whoever asks for it at the desk in the hall.")));

        await RefusedAsync(Item("The parcel of customer is given to whoever asks for it right at the desk in the hall."));
    }

    [Fact]
    public async Task Denied_IsRefused_AfterTheAgentDeletedIt_UntilAPersonVouches()
    {
        var id = await _app.AddAsync(Item(Text));
        await DenyAsync(id);
        Assert.Equal(HttpStatusCode.NoContent, (await _app.SendAsync(HttpMethod.Delete, $"/api/memory/{id}")).Status);

        await RefusedAsync(Item(Text));
        await RefusedAsync(Item(Text, "episodic"));
    }

    [Fact]
    public async Task Approved_AfterADenial_MayBeSaidAgain()
    {
        var id = await _app.AddAsync(Item(Text));
        await DenyAsync(id);
        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{id}/promote", """{"agent":"demo"}""", "ann")).Status);

        Assert.Equal("merged", Assert.Single(await _app.WriteAsync(Item(Text), "ops", ("x-agent-id", "demo"))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Denied_OfSomebody_IsRefusedOfThem_AndWaitsOfAnother()
    {
        await DenyAsync(await _app.AddAsync(Item(Text, subject: "Ann")));

        await RefusedAsync(Item(Text, "episodic", subject: "ANN"));
        await RefusedAsync(Item(Text, "episodic"));
        var other = Assert.Single(await _app.WriteAsync(Item(Text, "episodic", subject: "Bob")));
        Assert.Equal(("quarantined", "learned"), (other.GetProperty("status").GetString(), other.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Denied_OfSomebodyWhoIsErased_IsRefused_AndItsTextKeptNowhere()
    {
        await DenyAsync(await _app.AddAsync(Item(Text, subject: "Ann")));
        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/Ann")).Status);

        Assert.DoesNotContain("Discounts", (await _app.GetAsync("/api/memory")).Text, StringComparison.Ordinal);
        await RefusedAsync(Item(Text, subject: "Ann"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Demoted_DoesNotComeBackByBeingSaidAgain(bool isDeleted)
    {
        var id = await _app.AddAsync(Item("Restart the relay before you replay the queue.", "episodic"));
        await FailAsync(id, 3);
        if (isDeleted) Assert.Equal(HttpStatusCode.NoContent, (await _app.SendAsync(HttpMethod.Delete, $"/api/memory/{id}")).Status);

        // Not given to anybody for a day: no echo.
        _app.Control.Time.Advance(TimeSpan.FromHours(25));
        var again = Assert.Single(await _app.WriteAsync(Item("Restart the relay before you replay the queue.", "episodic", sessionId: "s2")));

        var record = await _app.RecordAsync(again.GetProperty("id").GetString()!);
        Assert.Equal(("demoted", 3d), (record.GetProperty("state").GetString(), record.GetProperty("usefulness").GetProperty("failures").GetDouble()));
        Assert.Empty(await _app.HitsAsync("restart the relay"));
    }

    [Fact]
    public async Task Failures_AreRemembered_WhereTheRecordIsDeletedBetweenThem()
    {
        const string Item = """{"text":"Restart the relay before you replay the queue.","kind":"episodic"}""";
        for (var i = 0; i < 3; i++)
        {
            var id = await _app.AddAsync(Item);
            await FailAsync(id, 1, i);
            if (i < 2) await _app.SendAsync(HttpMethod.Delete, $"/api/memory/{id}");
            else Assert.Equal("demoted", (await _app.RecordAsync(id)).GetProperty("state").GetString());
            _app.Control.Time.Advance(TimeSpan.FromHours(25));
        }
    }

    [Fact]
    public async Task Warning_DoesNotMove_WhenTheRunGoesWell()
    {
        var id = await _app.AddAsync(Item("Restart the relay before you replay the queue.", "episodic"));
        await FailAsync(id, 3);
        await _app.SearchAsync("restart the relay", "demo", "", ("x-run-id", "warned"));

        Assert.Equal(HttpStatusCode.OK, (await ReportAsync(id, "warned", true)).Status);

        var usefulness = (await _app.RecordAsync(id)).GetProperty("usefulness");
        Assert.Equal((0d, 3d), (usefulness.GetProperty("successes").GetDouble(), usefulness.GetProperty("failures").GetDouble()));
    }

    [Fact]
    public async Task RunThatIsOver_OrAnothers_IsGivenNothing()
    {
        var id = await _app.AddAsync(Item("Restart the relay before you replay the queue.", "episodic"));
        await _app.SearchAsync("something else", "demo", "", ("x-run-id", "late1"));
        Assert.Equal(HttpStatusCode.Accepted, (await _app.SendAsync(HttpMethod.Post, "/api/runs/late1/complete", """{"outcome":"success"}""", "ops")).Status);

        foreach (var who in (string[])["demo", "other"])
            Assert.Equal(HttpStatusCode.Forbidden, (await _app.SendAsync(HttpMethod.Post, "/api/memory/search", """{"query":"restart the relay"}""", who, ("x-run-id", "late1"))).Status);

        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Post, "/api/runs/late1/outcome", """{"success":true}""", "ops")).Status);
        Assert.Equal(0, (await _app.RecordAsync(id)).GetProperty("usefulness").GetProperty("successes").GetDouble());
    }

    private static string Item(string text, string kind = "semantic", string? speaker = null, string? sessionId = null, string? subject = null) =>
        JsonSerializer.Serialize(new Dictionary<string, string?> { ["text"] = text, ["kind"] = kind, ["speaker"] = speaker, ["sessionId"] = sessionId, ["subject"] = subject }.Where(static p => p.Value is not null).ToDictionary());

    private async Task DenyAsync(string id) => Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Post, $"/api/memory/{id}/deny", """{"agent":"demo"}""", "ann")).Status);

    private async Task RefusedAsync(string item, string who = "demo", params (string, string)[] headers)
    {
        var result = Assert.Single(await _app.WriteAsync(item, who, headers));
        Assert.True(result.TryGetProperty("reason", out var reason) && reason.GetString() == "denied", $"{item} {result.GetRawText()}");
    }

    private async Task FailAsync(string id, int times, int from = 0)
    {
        for (var i = from; i < from + times; i++)
        {
            await _app.SearchAsync("restart the relay", "demo", "", ("x-run-id", $"r{i}"));
            Assert.Equal(HttpStatusCode.OK, (await ReportAsync(id, $"r{i}", false)).Status);
        }
    }

    private Task<Resources.ControlApp.Answer> ReportAsync(string id, string run, bool success) =>
        _app.SendAsync(HttpMethod.Post, $"/api/memory/{id}/outcome", JsonSerializer.Serialize(new { success, runId = run }), "ops", ("x-agent-id", "demo"));
}
