using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Http.Tests.Subjects;

/// <summary>What was left out for a person is brought back for that person, and for nobody; a run that it was brought back to is erased with the person.</summary>
public sealed class HandlePersonTests : IAsyncLifetime
{
    private const string Canary = "canary-9c3d";
    private const string Unknown = "h_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Spec = "\"models\":[\"sim-small\"],\"context\":{\"compression\":{\"enabled\":true}}";

    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync(_store);
        await _app.PutAsync("agents", "demo", "{" + Spec + "}");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("Ann", "ANN", true)]
    [InlineData("Ann", null, true)]
    [InlineData("Ann", "Bob", false)]
    [InlineData(null, "Bob", true)]
    [InlineData(null, null, true)]
    public async Task Handle_IsBroughtBackForItsPersonAndForNobody(string? of, string? person, bool isFound)
    {
        var handle = await LeaveOutAsync(of);

        var whole = await ExpandAsync(handle, person);
        Assert.Equal(isFound ? HttpStatusCode.OK : HttpStatusCode.NotFound, whole.Status);
        Assert.Equal(isFound, whole.Text.Contains(Canary, StringComparison.Ordinal));
        var invoked = await InvokeAsync(handle, person, null);
        Assert.Equal(isFound, invoked.Text.Contains(Canary, StringComparison.Ordinal));
        if (isFound) return;

        // As where there is none.
        var none = await ExpandAsync(Unknown, person);
        Assert.Equal((none.Status, none.Json.GetProperty("code").GetString(), none.Json.GetProperty("detail").GetString()), (whole.Status, whole.Json.GetProperty("code").GetString(), whole.Json.GetProperty("detail").GetString()));
        Assert.Equal((await InvokeAsync(Unknown, person, null)).Json.GetProperty("result").GetRawText(), invoked.Json.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Handle_OfAnAgentThatSeesEverybody_IsBroughtBackForAnybody()
    {
        var handle = await LeaveOutAsync("Ann");
        await _app.PutAsync("agents", "demo", "{" + Spec + ",\"memory\":{\"subjects\":\"all\"}}");

        Assert.Equal(HttpStatusCode.OK, (await ExpandAsync(handle, "Bob")).Status);
        Assert.Contains(Canary, (await InvokeAsync(handle, "Bob", null)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OfASessionOfSeveral_IsNobodyElses()
    {
        await SayAsync("s1", Words(), ("x-end-user", "Ann"));
        await SayAsync("s1", "Hello.", ("x-end-user", "Cem"));
        foreach (var i in Enumerable.Range(0, 3)) await SayAsync("s1", $"And {i}?");
        var context = await _app.GetAsync("/api/sessions/s1/context?budgetTokens=500");
        var handle = context.Json.GetProperty("dropped")[0].GetProperty("handle").GetString()!;

        Assert.Equal(HttpStatusCode.NotFound, (await ExpandAsync(handle, "Bob")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ExpandAsync(handle, null)).Status);
        await GivenAsync(handle, "e1");
        await EraseAsync("cem");
        Assert.Equal(["[erased]"], await SaidAsync("s9"));
        Assert.Equal(HttpStatusCode.NotFound, (await ExpandAsync(handle, null)).Status);
    }

    [Fact]
    public async Task Run_ThatIsGivenIt_IsErasedWithThePerson()
    {
        var handle = await LeaveOutAsync("Ann");
        await GivenAsync(handle, "e1");
        Assert.Contains(Canary, (await InvokeAsync(handle, null, "e2")).Text, StringComparison.Ordinal);
        await SayAsync("s8", $"It is {Canary}.", ("x-run-id", "e2"));

        Assert.Equal(2, (await EraseAsync("ann")).GetProperty("removed").GetProperty("recalled").GetInt64());

        foreach (var session in (string[])["s8", "s9"]) Assert.Equal(["[erased]"], await SaidAsync(session));
        Assert.DoesNotContain(_store.All(), static document => Encoding.UTF8.GetString(document.Body).Contains(Canary, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await ExpandAsync(handle, null)).Status);
    }

    /// <summary>A run of an agent that lives elsewhere is given it, and says it in a session.</summary>
    private async Task GivenAsync(string handle, string run)
    {
        Assert.Contains(Canary, (await _app.SendAsync(HttpMethod.Get, $"/api/context/handles/{handle}", null, "demo", ("x-run-id", run))).Text, StringComparison.Ordinal);
        await SayAsync("s9", $"It is {Canary}.", ("x-run-id", run));
    }

    private async Task<string> LeaveOutAsync(string? person)
    {
        var messages = new[] { ("user", Words()), ("assistant", "ok"), ("user", "1"), ("assistant", "ok"), ("user", "2"), ("assistant", "ok"), ("user", "3") }.Select(static m => new { role = m.Item1, content = m.Item2 });
        var answer = await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", JsonSerializer.Serialize(new { messages, budgetTokens = 500 }), "demo", person is null ? [] : [("x-end-user", person)]);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("dropped")[0].GetProperty("handle").GetString()!;
    }

    private static string Words() => string.Concat(Enumerable.Repeat(Canary + " ", 800));

    private Task<ControlApp.Answer> ExpandAsync(string handle, string? person) => _app.SendAsync(HttpMethod.Get, $"/api/context/handles/{handle}", null, "demo", person is null ? [] : [("x-end-user", person)]);

    private Task<ControlApp.Answer> InvokeAsync(string handle, string? person, string? run)
    {
        List<(string, string)> headers = [];
        if (person is not null) headers.Add(("x-end-user", person));
        if (run is not null) headers.Add(("x-run-id", run));
        return _app.SendAsync(HttpMethod.Post, "/api/tools/context.expand/invoke", $$$"""{"arguments":{"handle":"{{{handle}}}","length":60}}""", "demo", [.. headers]);
    }

    private async Task SayAsync(string session, string text, params (string, string)[] headers)
    {
        var said = await _app.SendAsync(HttpMethod.Post, $"/api/sessions/{session}/messages", JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = text } } }), "demo", headers);
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private async Task<IReadOnlyList<string>> SaidAsync(string session) =>
        [.. (await _app.GetAsync($"/api/sessions/{session}/messages")).Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("message").GetProperty("content").GetString()!)];

    private async Task<JsonElement> EraseAsync(string person)
    {
        var erased = await _app.SendAsync(HttpMethod.Delete, $"/api/subjects/{person}", null, "ops");
        Assert.True(erased.Status == HttpStatusCode.OK, erased.Text);
        return erased.Json;
    }
}
