using System.Net;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Http.Tests.Subjects;

public sealed class SubjectEndpointTests : IAsyncLifetime
{
    private const string Canary = "canary-7f3a";

    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync(_store);
        foreach (var agent in (string[])["demo", "other"])
        {
            await _app.AddAsync($$"""{"text":"Ann's door code is {{Canary}}-{{agent}}.","kind":"semantic","subject":"Ann Smith","attribute":"door code","value":"{{Canary}}"}""", agent);
            await _app.AddAsync($$"""{"text":"I keep {{Canary}} under the mat.","kind":"episodic","speaker":"ann  SMITH"}""", agent);
            await _app.AddAsync("""{"text":"Bob likes tea.","kind":"episodic","subject":"Bob"}""", agent);
            await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", $$"""{"messages":[{"role":"user","content":"My code is {{Canary}}"}]}""", agent, ("x-end-user", "Ann Smith"));
            await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", """{"messages":[{"role":"user","content":"I am Bob"}]}""", agent, ("x-end-user", "Bob"));
        }
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("DELETE", "/api/subjects/Ann%20Smith?dryRun=true")]
    [InlineData("PUT", "/api/principals/new?DRYRUN=1")]
    public async Task Write_AskedToBeTried_IsRefusedAndNotMade(string method, string path)
    {
        var refused = await _app.SendAsync(new HttpMethod(method), path, method == "PUT" ? """{"spec":{"type":"operator"}}""" : null, "ops");

        Assert.Equal((HttpStatusCode.BadRequest, "dryRun"), (refused.Status, refused.Json.GetProperty("param").GetString()));
        Assert.Contains(Canary, (await _app.GetAsync("/api/memory", "demo")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/principals/new", "ops")).Status);
    }

    [Fact]
    public async Task Erase_LeavesNothingOfThePersonAndAllOfOthers()
    {
        var erased = await _app.SendAsync(HttpMethod.Delete, "/api/subjects/Ann%20Smith", null, "ops");

        Assert.True(erased.Status == HttpStatusCode.OK, erased.Text);
        Assert.True(erased.Json.GetProperty("removed").GetProperty("memory").GetInt64() >= 4, erased.Text);
        foreach (var agent in (string[])["demo", "other"])
        {
            Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/memory", agent)).Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, (await _app.SearchAsync($"door code {Canary}", agent)).GetProperty("hits").GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/sessions/s1/messages", agent)).Text, StringComparison.Ordinal);
            Assert.Single(await _app.HitsAsync("What does Bob like?", agent));
            Assert.Contains("I am Bob", (await _app.GetAsync("/api/sessions/s1/messages", agent)).Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Canary, (await ExportAsync("Ann Smith")).Text, StringComparison.Ordinal);
        var recorded = (await _app.GetAsync("/api/erasures", "ops")).Json.GetProperty("items")[0];
        Assert.Equal(("operator/ops", erased.Json.GetProperty("id").GetString()), (recorded.GetProperty("by").GetString(), recorded.GetProperty("id").GetString()));
        Assert.DoesNotContain("Ann", recorded.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Erase_OfAnAgent_IsItsOwnOnly()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/Ann%20Smith?agent=other")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/Ann%20Smith")).Status);

        Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/memory")).Text, StringComparison.Ordinal);
        Assert.Contains(Canary, (await _app.GetAsync("/api/memory", "other")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_HasEverythingOfThePersonAndNothingOfOthers()
    {
        var export = await ExportAsync("ANN smith");

        Assert.True(export.Status == HttpStatusCode.OK, export.Text);
        Assert.Equal(4, export.Json.GetProperty("parts").GetProperty("memory").EnumerateArray().Count(static item => item.GetProperty("kind").GetString() == "record"));
        Assert.Equal(2, export.Json.GetProperty("parts").GetProperty("sessions").EnumerateArray().Count(static item => item.GetProperty("content").GetRawText().Contains(Canary, StringComparison.Ordinal)));
        Assert.DoesNotContain("Bob", export.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("other", (await _app.GetAsync("/api/subjects/Ann%20Smith/export")).Json.GetProperty("parts").GetProperty("memory").EnumerateArray().Select(static item => item.GetProperty("agent").GetString()));
    }

    [Fact]
    public async Task Export_WithoutTheRightToContent_IsRefused() => Assert.Equal(HttpStatusCode.Forbidden, (await _app.GetAsync("/api/subjects/Ann/export", "ops")).Status);

    [Fact]
    public async Task Subject_ThatIsNoName_IsRefused()
    {
        var answer = await _app.SendAsync(HttpMethod.Delete, "/api/subjects/%01", null, "ops");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("subject", answer.Text, StringComparison.Ordinal);
    }

    private Task<Resources.ControlApp.Answer> ExportAsync(string subject) => _app.GetAsync($"/api/subjects/{Uri.EscapeDataString(subject)}/export", "reader");
}
